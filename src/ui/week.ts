import type { CountedTime, LocalDays } from '@worktime/contract';
import { addToDays, type DayTotal, lastLocalDays } from '../domain/local-days.ts';
import type { EpochMs } from '../domain/time.ts';
import type { OpenSessionView, View } from '../domain/view.ts';

/** How many days the popup shows, today included. */
export const WEEK_DAYS = 7;

/** `seconds` of time that began at `start`, where there are any. */
const stretch = (start: number, seconds: number): CountedTime[] =>
  seconds <= 0 ? [] : [{ durationSeconds: seconds, spans: [[start, start + seconds * 1000]] }];

const runningOf = ({ countingSince: since }: OpenSessionView, now: EpochMs): CountedTime[] =>
  since === null ? [] : stretch(since, Math.floor((now - since) / 1000));

const fill = (totals: readonly DayTotal[], days: LocalDays, more: readonly CountedTime[]): DayTotal[] => {
  const known = addToDays(totals, days, more);
  return days.dates.map((date) => known.find((day) => day.date === date) ?? { date, seconds: 0 });
};

/** Counted seconds of the last seven local days, oldest first, with the interval that is open up to `now`. */
export const weekOf = ({ days, current }: Pick<View, 'days' | 'current'>, now: EpochMs): DayTotal[] =>
  fill(days, lastLocalDays(now, WEEK_DAYS), current === null ? [] : runningOf(current, now));

/**
 * The same by what the backend told, with the reviews that are open here. `null` while it has not told or does not
 * have all that has ended here: then this browser knows better.
 */
export const toldWeekOf = (
  { current, others, sync }: Pick<View, 'current' | 'others' | 'sync'>,
  told: readonly DayTotal[] | null,
  now: EpochMs,
): DayTotal[] | null => {
  if (told === null || sync.pending + sync.failed > 0) return null;
  const open = (current === null ? others : [current, ...others]).flatMap((session) => [
    ...stretch(session.startedAt, Math.floor(session.countedMs / 1000)),
    ...runningOf(session, now),
  ]);
  return fill(told, lastLocalDays(now, WEEK_DAYS), open);
};

/** A week as far as it can be seen: in whole minutes; less than one is a second, so that it stands still, too. */
export const inMinutes = (week: readonly DayTotal[]): DayTotal[] =>
  week.map(({ date, seconds }) => ({
    date,
    seconds: seconds < 60 ? Math.min(seconds, 1) : seconds - (seconds % 60),
  }));
