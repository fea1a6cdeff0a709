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

/** A review that ended without a network, so that it is owed. */
const cutOff = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 7 * 24 * HOUR_MS);
  world.online = false;
  await world.open(1, 'https://github.com/acme/rocket/pull/7');
  await world.pass(10_000);
  await world.notice();
  await world.close(1);
  await world.pass(4_000);
  return world;
};

const isDelivered = ({ server }: SimulatedWorld): boolean =>
  server.held().some(({ end }) => end?.duration_seconds === 10);

test('an hour without a network wakes a worker that owes something 7 times, and so does one that dies each time', async () => {
  const world = await cutOff();
  expect(await wakesOfAnHour(world, () => world.pass(HOUR_MS))).toBe(7);
  const mortal = await cutOff();
  const minutes = async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      mortal.kill();
      await mortal.pass(60_000);
    }
  };
  expect(await wakesOfAnHour(mortal, minutes)).toBe(7);
});

test('a later hour without a network wakes it 4 times', async () => {
  const world = await cutOff();
  await world.pass(HOUR_MS);
  expect(await wakesOfAnHour(world, () => world.pass(HOUR_MS))).toBe(4);
});

test('a network that nobody tells of is found at the next look, 15 minutes after the last at most', async () => {
  const world = await cutOff();
  await world.pass(HOUR_MS);
  world.online = true;
  await world.pass(15 * 60_000);
  expect(isDelivered(world)).toBe(true);
});

test('a page that tells of the network has what is owed sent at once', async () => {
  const world = await cutOff();
  await world.pass(HOUR_MS);
  world.online = true;
  expect(await world.send({ type: 'NETWORK_CHANGED' })).toEqual({ ok: true });
  await world.settle();
  expect(isDelivered(world)).toBe(true);
});

test('where the network is there again but the backend is not, the looks start over', async () => {
  const world = await cutOff();
  await world.pass(HOUR_MS);
  world.online = true;
  world.server.portal = true;
  await world.send({ type: 'NETWORK_CHANGED' });
  expect((world.alarm() ?? 0) - world.now()).toBe(30_000);
  expect(await wakesOfAnHour(world, () => world.pass(HOUR_MS))).toBe(7);
  expect(isDelivered(world)).toBe(false);
});
