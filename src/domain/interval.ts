import type { BeginCause, EndCause, InputKind } from './cause.ts';
import { type EpochMs, toEpochMs } from './time.ts';

/** A stretch of time. `start <= end`. */
export interface Interval {
  start: EpochMs;
  end: EpochMs;
}

/** Counted time that can say why it counted. A cause is `null` where an older version did not note it. */
export interface CountedInterval extends Interval {
  began: BeginCause | null;
  ended: EndCause | null;
  /** The last input that it rests on, and what that was. */
  inputAt: EpochMs | null;
  input: InputKind | null;
}

/**
 * Adds a stretch to intervals that are in order. The result stays in order, without overlaps and without
 * empty stretches, whatever the clock did meanwhile: counted time never shrinks and is never counted twice.
 * Where it touches the last interval, that goes on and keeps why it began, unless a person gave that one back.
 */
export const addInterval = (
  intervals: readonly CountedInterval[],
  added: CountedInterval,
): CountedInterval[] => {
  const last = intervals.at(-1);
  const start = last && last.end > added.start ? last.end : added.start;
  if (added.end <= start) return [...intervals];
  if (last && last.end === start && last.ended !== 'given-back')
    return [...intervals.slice(0, -1), { ...added, start: last.start, began: last.began }];
  return [...intervals, { ...added, start }];
};

/** Total length of the intervals, in milliseconds. */
export const countedMs = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { start, end }) => sum + (end - start), 0);

/** The end of the last interval, or `otherwise` where there is none. */
export const lastCountedAt = (intervals: readonly Interval[], otherwise: EpochMs): EpochMs =>
  toEpochMs(intervals.at(-1)?.end ?? otherwise);
