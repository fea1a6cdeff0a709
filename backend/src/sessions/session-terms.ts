import {
  type BatchItem,
  CLOCK_AHEAD_MAX_MS,
  DEFAULT_HOST,
  EARLIEST_INSTANT_MS,
  type EndRequest,
  type StartRequest,
} from '@worktime/contract';
import { type Outcome, refuse } from '../http/problem.ts';

/** A span in epoch milliseconds. */
type Span = readonly [start: number, end: number];

/** What a client says about a session's beginning; `startMs` is in epoch milliseconds. */
export type StartTerms = {
  readonly clientId: string;
  readonly host: string;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  readonly title: string | null;
  readonly startMs: number;
  readonly timeZone: string;
};

/** What a client says about a session's ending; the spans are in order and do not overlap. */
export type EndTerms = {
  readonly endMs: number;
  readonly durationSeconds: number;
  readonly intervals: readonly Span[] | null;
};

/** A session to be admitted: its start, and its ending where it has ended. */
export type SessionTerms = { readonly start: StartTerms; readonly ending: EndTerms | null };

/** Reads a start's terms; refuses an instant outside of what the server's clock allows. */
export function readStart(request: StartRequest, now: number): Outcome<StartTerms> {
  const startMs = Date.parse(request.start_time);
  if (!isPlausible(startMs, now)) return implausible('start_time');
  return {
    ok: true,
    value: {
      clientId: request.client_id.toLowerCase(),
      host: request.host ?? DEFAULT_HOST,
      owner: request.repo_owner,
      repo: request.repo_name,
      number: request.pr_number,
      title: request.pr_title ?? null,
      startMs,
      timeZone: request.time_zone,
    },
  };
}

/** Reads an ending's terms; refuses implausible instants, spans after the end, and less time in spans than counted. */
export function readEnding(request: EndRequest, now: number): Outcome<EndTerms> {
  const endMs = Date.parse(request.end_time);
  if (!isPlausible(endMs, now)) return implausible('end_time');
  const durationSeconds = request.duration_seconds;
  if (request.intervals === undefined) {
    return { ok: true, value: { endMs, durationSeconds, intervals: null } };
  }
  const spans = request.intervals.map(([start, end]): Span => [Date.parse(start), Date.parse(end)]);
  if (spans.some(([start, end]) => start > end || end > endMs)) {
    return refuse(422, 'interval_mismatch', 'An interval ends before it starts, or after the session.');
  }
  const intervals = union(spans);
  const placedMs = intervals.reduce((sum, [start, end]) => sum + end - start, 0);
  const roundingMs = 1000 * (spans.length + 1);
  if (durationSeconds * 1000 > placedMs + roundingMs) {
    return refuse(422, 'interval_mismatch', 'The intervals hold less time than duration_seconds.');
  }
  return { ok: true, value: { endMs, durationSeconds, intervals } };
}

/** Reads one item of a batch: the terms that the single calls would have carried, judged by the same rules. */
export function readItem(item: BatchItem, now: number): Outcome<SessionTerms> {
  const start = readStart(item, now);
  if (!start.ok) return start;
  if (item.end_time === undefined || item.duration_seconds === undefined) {
    return { ok: true, value: { start: start.value, ending: null } };
  }
  const ending = readEnding(
    { end_time: item.end_time, duration_seconds: item.duration_seconds, intervals: item.intervals },
    now,
  );
  if (!ending.ok) return ending;
  const fit = checkFit(start.value.startMs, ending.value);
  return fit === null ? { ok: true, value: { start: start.value, ending: ending.value } } : fit;
}

/** The refusal of an ending that cannot belong to a session which began at `startMs`, or null where it can. */
export function checkFit(startMs: number, { endMs, durationSeconds, intervals }: EndTerms) {
  if (endMs < startMs) return refuse(422, 'end_before_start', 'The session would end before it starts.');
  if (durationSeconds * 1000 > endMs - startMs) {
    return refuse(422, 'duration_exceeds_span', 'duration_seconds is more than the time from start to end.');
  }
  if (intervals?.[0] !== undefined && intervals[0][0] < startMs) {
    return refuse(422, 'interval_mismatch', 'An interval starts before the session.');
  }
  return null;
}

/** Whether an instant lies between 2015 and five minutes from now. */
export function isPlausible(ms: number, now: number): boolean {
  return ms >= EARLIEST_INSTANT_MS && ms <= now + CLOCK_AHEAD_MAX_MS;
}

/** The refusal of an instant outside of what the server's clock allows. */
export function implausible(field: string) {
  return refuse(400, 'invalid_request', `${field}: must not be before 2015 nor more than 5 minutes ahead.`);
}

function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged;
}
