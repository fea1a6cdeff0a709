import { expect, test } from 'vitest';
import { liveADay, tellTruth } from './person.ts';
import { replay } from './replay.ts';

/** Days to live through; a longer run sets it, and SEED to go on from. */
const DAYS = Number(process.env.WORKTIME_DAYS ?? 10_000);
const SEED = Number(process.env.WORKTIME_SEED ?? 1);

test(`over ${DAYS} simulated days the counted time is right to 2 s a change of attention, and no day exceeds its clock`, async () => {
  let worst = 0;
  for (let seed = SEED; seed < SEED + DAYS; seed += 1) {
    const deeds = liveADay(seed);
    const truth = tellTruth(deeds);
    const { countedMs, sessions } = await replay(deeds, seed % 2 === 0);
    for (const number of new Set([...truth.attendedMs.keys(), ...countedMs.keys()])) {
      const expected = truth.attendedMs.get(number) ?? 0;
      const counted = countedMs.get(number) ?? 0;
      const changes = truth.changes.get(number) ?? 0;
      const error = Math.abs(counted - expected) / Math.max(1, changes);
      worst = Math.max(worst, error);
      if (error > 2_000)
        expect({ seed, number, counted, expected, changes }).toEqual({ seed, within: '2 s' });
    }
    const intervals = sessions.flatMap((session) => session.intervals).sort((a, b) => a.start - b.start);
    intervals.forEach(({ start }, index) => {
      const before = intervals[index - 1];
      if (before && before.end > start) expect({ seed, before, start }).toEqual({ seed, overlap: 'none' });
    });
  }
  expect(worst).toBeLessThanOrEqual(2_000);
}, 600_000);
