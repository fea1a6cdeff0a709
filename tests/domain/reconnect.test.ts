import { expect, test } from 'vitest';
import { nextLookAt } from '../../src/domain/reconnect.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const since = toEpochMs(1_000_000_000_000);

/** Seconds into the outage at which a worker looks that is only ever woken for that. */
const looks = (count: number): number[] => {
  const moments: number[] = [];
  for (let at = since; moments.length < count; ) {
    at = nextLookAt(since, at);
    moments.push((at - since) / 1000);
  }
  return moments;
};

test('the network is looked for after 30 s, then after 1, 2, 4 and 8 minutes, then every 15', () => {
  expect(looks(8)).toEqual([30, 90, 210, 450, 930, 1830, 2730, 3630]);
});

test('where an outage began long ago, the next look is in at most 15 minutes', () => {
  const at = toEpochMs(since + 365 * 86_400_000);
  const wait = nextLookAt(since, at) - at;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(900_000);
});

test('a clock that was set back puts the next look off by 15 minutes at most', () => {
  const at = toEpochMs(since - 86_400_000);
  expect(nextLookAt(since, at)).toBe(at + 900_000);
});
