import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { parseSettings } from '../../../src/domain/settings.ts';
import { describeFault, liveDays } from './live.ts';
import { liveInThreads } from './threads.ts';

const DAYS = 10_000;

test(`over ${DAYS} simulated days the counted time is right to 2 s a change of attention, and no day exceeds its clock`, async () => {
  const { days, faults, worstErrorMs, daysOverClock, ...seen } = await liveInThreads(
    { from: 1, count: DAYS },
    Math.min(2, availableParallelism()),
  );
  expect(faults.map(describeFault).join('\n')).toBe('');
  expect({ days, daysOverClock }).toEqual({ days: DAYS, daysOverClock: 0 });
  expect(worstErrorMs).toBeLessThanOrEqual(2_000);
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
}, 600_000);

test('a sleep that is over a little later than the next report was due is not counted', async () => {
  const { faults } = await liveDays({ from: 310_856, count: 1 });
  expect(faults.map(describeFault)).toEqual([]);
});

test('an idle limit that is wrong by some seconds is found within a few days', async () => {
  const { faults } = await liveDays({ from: 1, count: 20 }, parseSettings({ idleAfterSeconds: 75 }));
  expect(faults.length).toBeGreaterThan(0);
});
