import * as v from 'valibot';
import { BEGIN_CAUSES, END_CAUSES, INPUT_KINDS } from '../../domain/cause.ts';
import type { CountedInterval } from '../../domain/interval.ts';
import { type EpochMs, toEpochMs } from '../../domain/time.ts';
import type { ViewedPullRequest } from '../../domain/view.ts';

const HISTORY = 'sessionHistory/';
const DAY_MS = 86_400_000;

/** An ended session with the stretches of time that it counts. */
export interface DayEntry extends ViewedPullRequest {
  id: string;
  startedAt: EpochMs;
  endedAt: EpochMs;
  durationSeconds: number;
  stretches: CountedInterval[];
}

const Moment = v.pipe(
  v.string(),
  v.transform((text): EpochMs => toEpochMs(Date.parse(text))),
  v.check((at) => !Number.isNaN(at)),
);

const Cause = v.object({
  began: v.fallback(v.nullable(v.picklist(BEGIN_CAUSES)), null),
  ended: v.fallback(v.nullable(v.picklist(END_CAUSES)), null),
  input_at: v.fallback(v.nullable(Moment), null),
  input: v.fallback(v.nullable(v.picklist(INPUT_KINDS)), null),
});

const Row = v.object({
  id: v.string(),
  host: v.optional(v.string(), 'github.com'),
  repo_owner: v.string(),
  repo_name: v.string(),
  pr_number: v.number(),
  pr_title: v.nullish(v.string(), null),
  start_time: Moment,
  end_time: Moment,
  duration_seconds: v.number(),
  intervals: v.fallback(v.array(v.tuple([Moment, Moment])), []),
  causes: v.fallback(v.array(Cause), []),
});

const entryOf = (row: v.InferOutput<typeof Row>): DayEntry => ({
  id: row.id,
  host: row.host,
  owner: row.repo_owner,
  repo: row.repo_name,
  number: row.pr_number,
  title: row.pr_title,
  startedAt: row.start_time,
  endedAt: row.end_time,
  durationSeconds: row.duration_seconds,
  stretches: row.intervals.map(([start, end], index) => {
    const { began = null, ended = null, input_at: inputAt = null, input = null } = row.causes[index] ?? {};
    return { start, end, began, ended, inputAt, input };
  }),
});

/** When an id was made: a UUIDv7 begins with it. An id of another kind is always looked at. */
const madeAt = (id: string): number =>
  id[14] === '7' ? Number.parseInt(id.replace('-', '').slice(0, 12), 16) : Number.POSITIVE_INFINITY;

/** Whether a stored key is one that a day is read from. */
export const isHistoryKey = (key: string): boolean => key.startsWith(HISTORY);

/** The last local midnight. */
export const midnightBefore = (now: EpochMs): EpochMs => toEpochMs(new Date(now).setHours(0, 0, 0, 0));

/** Reads the sessions that ended since `midnight`, newest first, without reading those of other days. */
export const loadDay = async (midnight: EpochMs): Promise<DayEntry[]> => {
  const keys = (await chrome.storage.local.getKeys()).filter(
    (key) => isHistoryKey(key) && madeAt(key.slice(HISTORY.length)) >= midnight - DAY_MS,
  );
  const stored = await chrome.storage.local.get<Record<string, unknown>>(keys);
  return Object.values(stored)
    .flatMap((record) => {
      const row = v.safeParse(Row, record);
      return row.success && row.output.end_time >= midnight ? [entryOf(row.output)] : [];
    })
    .toSorted((a, b) => b.endedAt - a.endedAt);
};
