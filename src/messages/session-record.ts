import { PullRequestNumber, text } from '@worktime/contract';
import * as v from 'valibot';
import { BEGIN_CAUSES, END_CAUSES, INPUT_KINDS } from '../domain/cause.ts';

/** How many sessions one import command may carry. */
export const IMPORT_MAX = 200;

const Moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
  v.transform((text) => new Date(text).toISOString()),
);
const Seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Intervals = v.pipe(v.array(v.tuple([Moment, Moment])), v.maxLength(100_000));
const Cause = v.object({
  began: v.nullable(v.picklist(BEGIN_CAUSES)),
  ended: v.nullable(v.picklist(END_CAUSES)),
  input_at: v.nullable(Moment),
  input: v.nullable(v.picklist(INPUT_KINDS)),
});
const Gap = v.object({
  start: Moment,
  end: Moment,
  because: v.picklist(['idle', 'locked', 'asleep']),
});

const terms = {
  start_time: Moment,
  end_time: Moment,
  duration_seconds: Seconds,
  intervals: v.optional(Intervals, []),
  causes: v.exactOptional(v.pipe(v.array(Cause), v.maxLength(100_000))),
};

/** An ended session as an export holds it and an import takes it: a stored one, or an older install's. */
export const SessionRecord = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
    host: v.optional(text(1, 253), 'github.com'),
    repo_owner: text(1, 255),
    repo_name: text(1, 255),
    pr_number: PullRequestNumber,
    pr_title: v.optional(v.nullable(text(0, 1_024)), null),
    time_zone: v.optional(text(1, 64), 'UTC'),
    backend_id: v.exactOptional(text(1, 255)),
    synced: v.optional(v.boolean(), false),
    gaps: v.exactOptional(v.pipe(v.array(Gap), v.maxLength(1_000))),
    original: v.exactOptional(v.object(terms)),
    ...terms,
  }),
  v.check(
    ({ start_time, end_time, duration_seconds }) =>
      duration_seconds * 1000 <= Date.parse(end_time) - Date.parse(start_time),
    'A session cannot count more time than it lasted.',
  ),
);
export type SessionRecord = v.InferOutput<typeof SessionRecord>;
