import { type CountedTime, type LocalDays, placeOnDays, type Span } from '@worktime/contract';
import type { EpochMs } from './time.ts';

/** Counted seconds of one local day, `date` as `2026-07-14`. */
export interface DayTotal {
  date: string;
  seconds: number;
}

/** How a session lies in the history, as far as its counted time goes. Instants are ISO 8601. */
interface CountedRow {
  start_time: string;
  end_time: string;
  duration_seconds: number;
  intervals: readonly (readonly [start: string, end: string])[];
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const dateOf = (day: Date): string =>
  `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`;

/** The last `count` days in the zone of this machine, today included. A day begins where clocks first show it. */
export const lastLocalDays = (at: EpochMs, count: number): LocalDays => {
  const today = new Date(at);
  const midnights = Array.from(
    { length: count + 1 },
    (_, index) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + index - count + 1),
  );
  return { dates: midnights.slice(0, count).map(dateOf), boundaries: midnights.map(Number) };
};

/**
 * When a session counted: its intervals while they agree with its duration and lie between its ends, else its
 * duration from the start on, as the backend places an entry that was corrected.
 */
export const countedTimeOf = (row: CountedRow): CountedTime => {
  const [start, end] = [Date.parse(row.start_time), Date.parse(row.end_time)];
  const durationSeconds = row.duration_seconds;
  const spans = row.intervals.map(([from, to]): Span => [Date.parse(from), Date.parse(to)]);
  const sum = spans.reduce((total, [from, to]) => total + to - from, 0);
  const isWhole =
    Math.floor(sum / 1000) === durationSeconds && spans.every(([from, to]) => from >= start && to <= end);
  return { durationSeconds, spans: isWhole ? spans : [[start, start + durationSeconds * 1000]] };
};

/** The days of `totals`, and those of the time that is `added` and `removed`, as far as `days` reach. Empty days are left out. */
export const addToDays = (
  totals: readonly DayTotal[],
  days: LocalDays,
  added: Iterable<CountedTime>,
  removed: Iterable<CountedTime> = [],
): DayTotal[] => {
  const known = new Map(totals.map(({ date, seconds }) => [date, seconds]));
  const plus = placeOnDays(days, added);
  const minus = placeOnDays(days, removed);
  return days.dates.flatMap((date, index) => {
    const change = (plus[index]?.total_seconds ?? 0) - (minus[index]?.total_seconds ?? 0);
    const seconds = Math.max(0, (known.get(date) ?? 0) + change);
    return seconds > 0 ? [{ date, seconds }] : [];
  });
};
