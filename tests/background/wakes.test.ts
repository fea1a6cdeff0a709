import { expect, test } from 'vitest';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const HOUR_MS = 3_600_000;

/** How often a worker is woken in the hour that comes. */
const wakesOfAnHour = async (world: SimulatedWorld, live: () => Promise<void>): Promise<number> => {
  const before = world.wakes;
  await live();
  return world.wakes - before;
};

test('with no pull request open and nothing owed, nothing wakes the worker in an hour', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 7 * 24 * HOUR_MS);
  await world.open(1, 'https://github.com/acme/rocket/pull/7');
  await world.pass(90_000);
  await world.close(1);
  await world.open(2, 'https://example.org/');
  await world.pass(60_000);
  expect(await wakesOfAnHour(world, () => world.pass(HOUR_MS))).toBe(0);
});

test('with a pull request open that nobody looks at any more, the last wake is the end of its review', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 7 * 24 * HOUR_MS);
  await world.open(1, 'https://github.com/acme/rocket/pull/7');
  await world.pass(10 * 60_000);
  expect(await wakesOfAnHour(world, () => world.pass(HOUR_MS))).toBe(0);
});

test('while it counts, the worker is woken 62 times an hour at most', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 7 * 24 * HOUR_MS);
  await world.open(1, 'https://github.com/acme/rocket/pull/7');
  await world.pass(10_000);
  const wakes = await wakesOfAnHour(world, async () => {
    for (let seconds = 0; seconds < 3_600; seconds += 5) {
      await world.pass(5_000);
      await world.input();
    }
  });
  expect(wakes).toBeLessThanOrEqual(62);
  expect(wakes).toBeGreaterThanOrEqual(59);
});
