import { type EpochMs, toEpochMs, toIso } from '../domain/time.ts';
import type { CorrectionBody } from '../ports/session-api.ts';
import type { StoredSession, Terms } from './stored-session.ts';

type Pair = Terms['intervals'][number];

const msOf = (intervals: readonly Pair[]): number =>
  intervals.reduce((sum, [start, end]) => sum + Date.parse(end) - Date.parse(start), 0);

/** What was measured of a session between two instants. */
const measuredWithin = (
  { intervals, causes }: StoredSession,
  start_time: string,
  end_time: string,
): Pick<Terms, 'intervals' | 'causes'> => {
  const kept = intervals
    .map(([start, end], index) => ({
      pair: [start < start_time ? start_time : start, end > end_time ? end_time : end] as Pair,
      cause: causes?.[index],
    }))
    .filter(({ pair: [start, end] }) => start < end);
  return {
    intervals: kept.map(({ pair }) => pair),
    ...(causes ? { causes: kept.flatMap(({ cause }) => cause ?? []) } : {}),
  };
};

/**
 * How much counts between new ends where the person did not say: what was measured between them. Of a session that was
 * moved as a whole, and where it is not known when it counted, as much of its time as fits.
 */
const secondsWithin = (row: StoredSession, change: CorrectionBody, { intervals, ...ends }: Terms): number => {
  const isMoved = change.start_time !== undefined && change.end_time !== undefined && intervals.length === 0;
  const isMeasured = msOf(row.intervals) >= row.duration_seconds * 1000 && !isMoved;
  const mostMs = isMeasured ? msOf(intervals) : Date.parse(ends.end_time) - Date.parse(ends.start_time);
  return Math.min(row.duration_seconds, Math.max(0, Math.floor(mostMs / 1000)));
};

/** What a session comes to by a correction. Where only its ends are given, no more counts than was measured between them. */
export const correctedTerms = (row: StoredSession, change: CorrectionBody): Terms => {
  const iso = (text: string): string => toIso(toEpochMs(Date.parse(text)));
  const start_time = iso(change.start_time ?? row.start_time);
  const end_time = iso(change.end_time ?? row.end_time);
  const measured = measuredWithin(row, start_time, end_time);
  const terms = { start_time, end_time, duration_seconds: 0, ...measured };
  const duration_seconds = change.duration_seconds ?? secondsWithin(row, change, terms);
  const isHeld = msOf(measured.intervals) >= duration_seconds * 1000;
  return { ...terms, duration_seconds, ...(isHeld ? {} : { intervals: [], causes: [] }) };
};

/** Whether a session can have been so: it counts no more time than there was, and does not end in the future. */
export const isSound = ({ start_time, end_time, duration_seconds }: Terms, at: EpochMs): boolean =>
  duration_seconds * 1000 <= Date.parse(end_time) - Date.parse(start_time) && Date.parse(end_time) <= at;
