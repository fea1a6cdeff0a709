import type { EndCause } from './cause.ts';
import type { CountedInterval, Interval } from './interval.ts';
import type { PauseReason } from './pause-reason.ts';
import type { EpochMs } from './time.ts';

/** Why nobody was at the machine, as far as it could tell. */
export type Unattended = 'idle' | 'locked' | 'asleep';

/** Time that did not count because nobody was there, until somebody was again. A person may say that they worked on. */
export interface Gap extends Interval {
  because: Unattended;
}

/** A shorter one is not worth a question, and a longer one is no pause of this review. */
const SHORTEST_MS = 60_000;
const LONGEST_MS = 4 * 3_600_000;

/** How many a session keeps; of more, the oldest are left uncounted. */
const MOST_KEPT = 20;

/** Whether this says that nobody was there, rather than that they did something else. */
export const isUnattended = (because: PauseReason | EndCause | null | undefined): because is Unattended =>
  because === 'idle' || because === 'locked' || because === 'asleep';

/** Since when nobody has been there. */
export interface Away {
  sessionId: string;
  start: EpochMs;
  because: Unattended;
}

/** The part of a review's log that gaps are about. */
interface Waiting {
  id: string;
  intervals: CountedInterval[];
  countingSince: EpochMs | null;
  pausedBecause: PauseReason | null;
  gaps: Gap[];
}

/** Since when a review waits for somebody to come back; `null` where it counts, or waits for something else. */
export const awayOf = ({ id, intervals, countingSince, pausedBecause }: Waiting): Away | null => {
  const last = intervals.at(-1);
  return last && countingSince === null && isUnattended(pausedBecause) && isUnattended(last.ended)
    ? { sessionId: id, start: last.end, because: last.ended }
    : null;
};

/** The gap that ends because somebody is back; `null` where it is not worth a question. */
export const gapUntil = (away: Away | null, at: EpochMs): Gap | null => {
  if (away === null) return null;
  const length = at - away.start;
  return length >= SHORTEST_MS && length <= LONGEST_MS
    ? { start: away.start, end: at, because: away.because }
    : null;
};

/** Notes that somebody is back, if nobody was there. */
export const noteReturn = <Log extends Waiting>(log: Log, at: EpochMs): Log => {
  const gap = gapUntil(awayOf(log), at);
  return gap === null ? log : { ...log, gaps: [...log.gaps, gap].slice(-MOST_KEPT) };
};

/** What is left of a stretch without these others. */
export const without = (stretch: Interval, others: readonly Interval[]): Interval[] =>
  others.reduce<Interval[]>(
    (pieces, { start, end }) =>
      pieces.flatMap((piece) =>
        end <= piece.start || start >= piece.end
          ? [piece]
          : [
              { start: piece.start, end: start },
              { start: end, end: piece.end },
            ].filter((rest) => rest.start < rest.end),
      ),
    [stretch],
  );

/** Time that counts because the person says so, not because of any input. */
const givenBack = ({ start, end }: Interval): CountedInterval => ({
  start,
  end,
  began: 'given-back',
  ended: 'given-back',
  inputAt: null,
  input: null,
});

/** The log without the gap that began then; with `pieces` of it counted. */
export const settleGap = <Log extends Waiting>(
  log: Log,
  start: EpochMs,
  pieces: readonly Interval[],
): Log => ({
  ...log,
  gaps: log.gaps.filter((gap) => gap.start !== start),
  intervals: [...log.intervals, ...pieces.map(givenBack)].sort((a, b) => a.start - b.start),
});
