import { expect, test } from 'vitest';
import { groupByDay } from '../../src/ui/days.ts';
import { createLocaleFormat } from '../../src/ui/locale-format.ts';
import { views } from './views.ts';

const { dayOf } = createLocaleFormat('en-US', 'Europe/Berlin');

test('sessions are grouped by the local day on which they began, newest day first, each day with its sum', () => {
  const [first, second, third, fourth, fifth] = views.counting.recent;
  expect(groupByDay(views.counting.recent, dayOf)).toEqual([
    { day: '2026-03-11', sessions: [first, second], seconds: 1_180 + 3_900 },
    { day: '2026-03-10', sessions: [third, fourth], seconds: 42 + 7_200 },
    { day: '2026-03-08', sessions: [fifth], seconds: 1_180 },
  ]);
});

test('sessions that come out of order still share one group a day', () => {
  const [first, second, third] = views.counting.recent;
  const shuffled = [first, third, second].filter((session) => session !== undefined);
  expect(groupByDay(shuffled, dayOf).map(({ day, sessions }) => [day, sessions.length])).toEqual([
    ['2026-03-11', 2],
    ['2026-03-10', 1],
  ]);
});

test('no sessions make no day', () => {
  expect(groupByDay([], dayOf)).toEqual([]);
});
