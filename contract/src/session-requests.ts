import * as v from 'valibot';
import { BATCH_MAX } from './constants.ts';
import { Instant, Intervals, PullRequestNumber, Seconds, TimeZone, text, Uuid } from './fields.ts';

const startFields = {
  client_id: Uuid,
  repo_owner: text(1, 255),
  repo_name: text(1, 255),
  pr_number: PullRequestNumber,
  pr_title: v.optional(text(0, 1024)),
  host: v.optional(
    v.pipe(v.string(), v.maxLength(253), v.regex(/^[A-Za-z0-9.-]+(?::\d{1,5})?$/, 'must be a host name')),
  ),
  start_time: Instant,
  time_zone: TimeZone,
};

const endFields = {
  end_time: Instant,
  duration_seconds: Seconds,
  intervals: v.optional(Intervals),
};

/** The body of `POST /api/sessions/start`. */
export const StartRequest = v.strictObject(startFields);
export type StartRequest = v.InferOutput<typeof StartRequest>;

/** The body of `PATCH /api/sessions/:id/end`. */
export const EndRequest = v.strictObject(endFields);
export type EndRequest = v.InferOutput<typeof EndRequest>;

/** One session of a batch: a start, and its ending where it has ended. */
export const BatchItem = v.pipe(
  v.strictObject({
    ...startFields,
    end_time: v.optional(endFields.end_time),
    duration_seconds: v.optional(endFields.duration_seconds),
    intervals: endFields.intervals,
  }),
  v.check(
    (item) => (item.end_time === undefined) === (item.duration_seconds === undefined),
    'end_time and duration_seconds go together',
  ),
  v.check(
    (item) => item.intervals === undefined || item.end_time !== undefined,
    'intervals need an end_time',
  ),
);
export type BatchItem = v.InferOutput<typeof BatchItem>;

/** The outer shape of `POST /api/sessions/batch`; the backend judges each item by `BatchItem` on its own. */
export const BatchRequest = v.strictObject({
  sessions: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(BATCH_MAX)),
});
export type BatchRequest = { sessions: BatchItem[] };

/** The body of `PATCH /api/sessions/:id`: the fields to correct, at least one. */
export const CorrectionRequest = v.pipe(
  v.strictObject({
    start_time: v.optional(Instant),
    end_time: v.optional(Instant),
    duration_seconds: v.optional(Seconds),
  }),
  v.check((correction) => Object.keys(correction).length > 0, 'must name at least one field'),
);
export type CorrectionRequest = v.InferOutput<typeof CorrectionRequest>;
