import { type EpochMs, toEpochMs } from './time.ts';

/** A stretch of counted time. `start <= end`. */
export interface Interval {
  start: EpochMs;
  end: EpochMs;
}

/**
 * Adds `[start, end]` to intervals that are in order. The result stays in order, without overlaps and without
 * empty stretches, whatever the clock did meanwhile: counted time never shrinks and is never counted twice.
 */
export const addInterval = (intervals: readonly Interval[], start: EpochMs, end: EpochMs): Interval[] => {
  const last = intervals.at(-1);
  const from = last && last.end > start ? last.end : start;
  if (end <= from) return [...intervals];
  if (last && last.end === from) return [...intervals.slice(0, -1), { start: last.start, end }];
  return [...intervals, { start: from, end }];
};

/** Total length of the intervals, in milliseconds. */
export const countedMs = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { start, end }) => sum + (end - start), 0);

/** The end of the last interval, or `otherwise` where there is none. */
export const lastCountedAt = (intervals: readonly Interval[], otherwise: EpochMs): EpochMs =>
  toEpochMs(intervals.at(-1)?.end ?? otherwise);
