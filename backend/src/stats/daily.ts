import type { LocalDays } from '@worktime/contract';
import { Temporal } from 'temporal-polyfill';

/** The last `days` local days of a time zone, today included. A day begins where its zone's clocks first show it. */
export function lastLocalDays(now: number, days: number, timeZone: string): LocalDays {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const dates = Array.from({ length: days + 1 }, (_, index) => today.add({ days: index - days + 1 }));
  return {
    dates: dates.slice(0, days).map(String),
    boundaries: dates.map((date) => date.toZonedDateTime(timeZone).epochMilliseconds),
  };
}
