import { afterAll, beforeAll, expect, test } from 'vitest';
import { toEpochMs } from '../../src/domain/time.ts';
import { weekOf } from '../../src/ui/week.ts';
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
