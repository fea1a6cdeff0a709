import { addToDays, type DayTotal, lastLocalDays } from '../domain/local-days.ts';
import type { EpochMs } from '../domain/time.ts';
import type { View } from '../domain/view.ts';

/** How many days the popup shows, today included. */
const WEEK = 7;

/** Counted seconds of the last seven local days, oldest first, with the interval that is open up to `now`. */
export const weekOf = (
  { days: totals, current }: Pick<View, 'days' | 'current'>,
  now: EpochMs,
): DayTotal[] => {
  const days = lastLocalDays(now, WEEK);
  const since = current?.countingSince ?? null;
  const durationSeconds = since === null ? 0 : Math.floor((now - since) / 1000);
  const running =
    since === null || durationSeconds <= 0 ? [] : [{ durationSeconds, spans: [[since, now] as const] }];
  const known = addToDays(totals, days, running);
  return days.dates.map((date) => known.find((day) => day.date === date) ?? { date, seconds: 0 });
};

/** The same, as far as it can be seen: in whole minutes. */
export const weekInMinutes = (view: Pick<View, 'days' | 'current'>, now: EpochMs): DayTotal[] =>
  weekOf(view, now).map(({ date, seconds }) => ({
    date,
    seconds: seconds - (seconds < 60 ? 0 : seconds % 60),
  }));
