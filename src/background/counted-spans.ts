import { countedTimeOf } from '../domain/local-days.ts';
import { type EpochMs, toEpochMs, toIso } from '../domain/time.ts';
import type { StoredCause, StoredSession, Terms } from './stored-session.ts';

/** A stretch of an ended session's counted time, with why it counted. */
export interface CountedSpan {
  start: EpochMs;
  end: EpochMs;
  cause: StoredCause;
}

const UNNOTED: StoredCause = { began: null, ended: null, input_at: null, input: null };

/** Where an ended session's time lies; where its intervals do not say, from its start on. */
export const spansOf = (row: StoredSession): CountedSpan[] => {
  const { spans } = countedTimeOf(row);
  const isNoted =
    spans.length === row.intervals.length && spans[0]?.[0] === Date.parse(row.intervals[0]?.[0] ?? '');
  return spans.map(([start, end], index) => ({
    start: toEpochMs(start),
    end: toEpochMs(end),
    cause: (isNoted ? row.causes?.[index] : undefined) ?? UNNOTED,
  }));
};

/** The terms of a session that counts these spans, in their order, between these instants. */
export const termsFrom = (spans: readonly CountedSpan[], start_time: string, end_time: string): Terms => ({
  start_time,
  end_time,
  duration_seconds: Math.floor(spans.reduce((sum, { start, end }) => sum + end - start, 0) / 1000),
  intervals: spans.map(({ start, end }) => [toIso(start), toIso(end)]),
  causes: spans.map(({ cause }) => cause),
});

/** The terms of both parts of a session that is cut at an instant; `null` where one part would count nothing. */
export const splitTerms = (row: StoredSession, at: EpochMs): readonly [Terms, Terms] | null => {
  const spans = spansOf(row);
  const before = spans.flatMap((span) =>
    span.start < at ? [{ ...span, end: toEpochMs(Math.min(span.end, at)) }] : [],
  );
  const after = spans.flatMap((span) =>
    span.end > at ? [{ ...span, start: toEpochMs(Math.max(span.start, at)) }] : [],
  );
  const cut = [before.at(-1)?.end, after[0]?.start];
  if (cut[0] === undefined || cut[1] === undefined) return null;
  const parts = [
    termsFrom(before, row.start_time, toIso(cut[0])),
    termsFrom(after, toIso(cut[1]), row.end_time),
  ] as const;
  return parts.every(({ duration_seconds }) => duration_seconds > 0) ? parts : null;
};
