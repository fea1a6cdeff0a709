import { afterAll, beforeAll, expect, test } from 'vitest';
import { toEpochMs } from '../../src/domain/time.ts';
import { inMinutes, toldWeekOf, weekOf } from '../../src/ui/week.ts';
import { current } from './sessions.ts';

const machineZone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

const at = (instant: string) => toEpochMs(Date.parse(instant));
const amounts = (...week: ReturnType<typeof weekOf>[]) =>
  week.map((days) => days.map(({ seconds }) => seconds));

test('the week has seven days, and those without time are empty', () => {
  const days = [
    { date: '2026-03-01', seconds: 60 },
    { date: '2026-03-06', seconds: 120 },
  ];
  expect(weekOf({ days, current: null }, at('2026-03-11T14:30:00Z'))).toEqual([
    { date: '2026-03-05', seconds: 0 },
    { date: '2026-03-06', seconds: 120 },
    { date: '2026-03-07', seconds: 0 },
    { date: '2026-03-08', seconds: 0 },
    { date: '2026-03-09', seconds: 0 },
    { date: '2026-03-10', seconds: 0 },
    { date: '2026-03-11', seconds: 0 },
  ]);
});

test('what runs counts for the day that it is in, and is split at midnight', () => {
  const running = { ...current, countingSince: at('2026-03-29T21:59:00Z') };
  const view = { days: [{ date: '2026-03-29', seconds: 60 }], current: running };
  expect(amounts(weekOf(view, at('2026-03-29T21:59:30Z')), weekOf(view, at('2026-03-29T22:02:00Z')))).toEqual(
    [
      [0, 0, 0, 0, 0, 0, 90],
      [0, 0, 0, 0, 0, 120, 120],
    ],
  );
});

test('a clock that was set back takes nothing away', () => {
  const view = { days: [{ date: '2026-03-11', seconds: 60 }], current };
  expect(weekOf(view, at('2026-03-11T08:00:00Z')).at(-1)).toEqual({ date: '2026-03-11', seconds: 60 });
});

test('the week that the backend told stands, with what is open here, once all that ended here has reached it', () => {
  const now = at('2026-03-11T14:30:00Z');
  const told = [
    { date: '2026-03-04', seconds: 900 },
    { date: '2026-03-10', seconds: 600 },
  ];
  const open = {
    ...current,
    startedAt: at('2026-03-11T14:00:00Z'),
    countedMs: 60_000,
    countingSince: at('2026-03-11T14:29:30Z'),
  };
  const sync = { state: 'synced', pending: 0, failed: 0, nextAttemptAt: null, lastSyncTime: null } as const;
  const view = { current: open, others: [], sync };
  expect([
    toldWeekOf(view, told, now)?.map(({ seconds }) => seconds),
    toldWeekOf(view, null, now),
    toldWeekOf({ ...view, sync: { ...sync, pending: 1 } }, told, now),
    toldWeekOf({ ...view, sync: { ...sync, failed: 1 } }, told, now),
  ]).toEqual([[0, 0, 0, 0, 0, 600, 90], null, null, null]);
});

test('a week as it is seen stands still until a minute turns', () => {
  const seen = (seconds: number) => inMinutes([{ date: '2026-03-11', seconds }])[0]?.seconds;
  expect([0, 1, 2, 59, 60, 61, 119, 120].map(seen)).toEqual([0, 1, 1, 1, 60, 60, 60, 120]);
});
