import { expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;
const busy: Failure = { kind: 'busy', status: 503, until: null };
const QUARTER_MS = 15 * 60_000;

const current = ({ memory }: SimulatedWorld) => (memory.all().view as View).current;

/** A person who wants to hear of outages, and a review that the server does not take. */
const inOutage = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.send({ type: 'CHANGE_SETTINGS', data: { notifyOutages: true } });
  world.server.refusals.set(7, busy);
  await world.open(7, page(7));
  await world.pass(10_000);
  await world.close(7);
  await world.pass(2 * 60_000);
  return world;
};

test('the keyboard command pauses the review that counts, and resumes it', async () => {
  const world = createSimulatedWorld();
  await world.open(7, page(7));
  await world.togglePause();
  expect(current(world)).toMatchObject({ state: 'paused', pausedBecause: 'by-hand' });
  world.kill();
  await world.togglePause();
  expect(current(world)).toMatchObject({ state: 'counting', pausedBecause: null });
});

test('the keyboard command changes nothing while nothing is open', async () => {
  const world = createSimulatedWorld();
  await world.notice();
  const before = world.store.all();
  await world.togglePause();
  expect(world.store.all()).toEqual(before);
});

test('an outage is told once, however often delivery is tried again and the worker dies', async () => {
  const world = await inOutage();
  expect(world.notified).toBe(1);
  world.kill();
  await world.pass(4 * QUARTER_MS);
  expect(world.notified).toBe(1);
});

test('the outage after an acknowledgement is another one', async () => {
  const world = await inOutage();
  world.server.refusals.clear();
  await world.pass(QUARTER_MS);
  expect(world.server.held()).toHaveLength(1);
  world.server.refusals.set(8, busy);
  await world.open(8, page(8));
  await world.pass(10_000);
  await world.close(8);
  await world.pass(2 * 60_000);
  expect(world.notified).toBe(2);
});

test('nobody is told who has not asked for it', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.refusals.set(7, busy);
  await world.open(7, page(7));
  await world.pass(2 * 60_000);
  expect(world.notified).toBe(0);
});
