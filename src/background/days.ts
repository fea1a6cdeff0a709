import type { CountedTime, LocalDays } from '@worktime/contract';
import { addToDays, countedTimeOf, type DayTotal } from '../domain/local-days.ts';
import type { ReviewLog } from '../domain/session.ts';
import type { Clock } from '../ports/clock.ts';
import { HISTORY_PREFIX, type Instance } from './charts.ts';
import type { StoredSession } from './stored-session.ts';

/** For how many local days the worker keeps what was counted, today included. */
export const DAYS_KEPT = 7;

/** When the history rows among these records counted. */
export const timesOf = (rows: Iterable<[string, unknown]>): CountedTime[] =>
  [...rows].flatMap(([key, row]) =>
    key.startsWith(HISTORY_PREFIX) && row !== undefined ? [countedTimeOf(row as StoredSession)] : [],
  );

/**
 * The totals of the days after a commit that writes or removes these records. `found` holds what was stored of them
 * before: a row that is written again, or goes, takes its former time with it.
 */
export const nextDays = (
  totals: readonly DayTotal[],
  days: LocalDays,
  writes: ReadonlyMap<string, unknown>,
  removals: ReadonlySet<string>,
  found: ReadonlyMap<string, unknown>,
): DayTotal[] => {
  const before = [...found].filter(([key]) => writes.has(key) || removals.has(key));
  return addToDays(totals, days, timesOf(writes), timesOf(before));
};

/** The totals with what open sessions have counted so far, but for the interval that is open. */
export const withOpen = (
  totals: readonly DayTotal[],
  days: LocalDays,
  sessions: readonly Instance[],
): DayTotal[] =>
  addToDays(
    totals,
    days,
    sessions.flatMap(({ context }) => {
      const log = context.log as ReviewLog | null;
      const spans = (log?.intervals ?? []).map(({ start, end }) => [start, end] as const);
      const ms = spans.reduce((sum, [start, end]) => sum + end - start, 0);
      return ms > 0 ? [{ durationSeconds: Math.floor(ms / 1000), spans }] : [];
    }),
  );

/** The clock's local days, worked out anew only where another day has begun or the person is in another zone. */
export const rememberedDays = (clock: Clock): (() => LocalDays) => {
  let known: { zone: string; days: LocalDays } | null = null;
  return () => {
    const [at, zone] = [clock.now(), clock.timeZone()];
    const [from, until] = known?.days.boundaries.slice(-2) ?? [];
    const isSame =
      known?.zone === zone && from !== undefined && until !== undefined && at >= from && at < until;
    if (known === null || !isSame) known = { zone, days: clock.localDays(DAYS_KEPT) };
    return known.days;
  };
};
