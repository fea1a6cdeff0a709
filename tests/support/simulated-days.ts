import type { LocalDays } from '@worktime/contract';
import { lastLocalDays } from '../../backend/src/stats/daily.ts';

const HOUR_MS = 3_600_000;

const known = new Map<string, LocalDays>();

/** The last local days in Berlin. They cost far more to tell than all else in a world, and change at most once an hour. */
export const berlinDays = (at: number, count: number): LocalDays => {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  const name = `${hour} ${count}`;
  const days = known.get(name) ?? lastLocalDays(hour, count, 'Europe/Berlin');
  known.set(name, days);
  return days;
};
