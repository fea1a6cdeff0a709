import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

/** A world that comes back to the network with so many sessions, at a backend that takes batches. */
const reconnected = async (count: number): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  world.server.info.features = ['batch'];
  await world.signIn('ada', 90_000_000);
  world.online = false;
  for (let number = 1; number <= count; number += 1) await review(world, number, 2_000);
  world.online = true;
  return world;
};

const held = ({ server }: SimulatedWorld) =>
  server.held().map(({ start, end }) => [start.pr_number, end?.duration_seconds]);
const waiting = ({ store }: SimulatedWorld): string[] =>
  Object.keys(store.all()).filter(
    (key) => key.startsWith('syncQueue/') || key.startsWith('failedSyncItems/'),
  );
const all = (count: number) => Array.from({ length: count }, (_, index) => [index + 1, 2]);
const view = ({ memory }: SimulatedWorld): View => memory.all().view as View;

test('where the backend takes batches, what waited goes in one request', async () => {
  const world = await reconnected(5);
  await world.notice();
  await world.pass(1_000);
  expect([world.server.requests, held(world), waiting(world)]).toEqual([['batch of 5'], all(5), []]);
  expect(view(world)).toMatchObject({ sync: { state: 'synced', pending: 0 } });
  expect(view(world).recent.map(({ sync }) => sync)).toEqual(Array(5).fill('synced'));
});

test('a batch that is lost after the server committed is sent again, and counted once', async () => {
  const world = await reconnected(5);
  world.server.answerNext('lost');
  await world.notice();
  await world.pass(5_000);
  expect([world.server.requests, held(world)]).toEqual([['batch of 5', 'batch of 5'], all(5)]);
  expect(world.server.violations).toEqual([]);
});

test.each(['before', 'after'] as const)(
  'a worker that dies %s a batch sends the same batch again',
  async (when) => {
    for (let breath = 1; breath < 25; breath += 1) {
      const world = await reconnected(3);
      world.killAt(breath, when);
      await world.notice();
      await world.pass(60_000);
      expect([breath, held(world), waiting(world), world.server.violations]).toEqual([
        breath,
        all(3),
        [],
        [],
      ]);
    }
  },
  60_000,
);

test('each session of a batch has its own fate', async () => {
  const world = await reconnected(4);
  const reason = 'The organisation does not allow it.';
  world.server.refusals.set(2, { kind: 'refused', status: 403, code: 'forbidden', reason });
  world.server.refusals.set(3, { kind: 'busy', status: 503, until: null });
  await world.notice();
  await world.pass(500);
  expect(held(world)).toEqual([
    [1, 2],
    [4, 2],
  ]);
  expect(view(world).recent.map(({ number, sync }) => [number, sync])).toEqual([
    [4, 'synced'],
    [3, 'retrying'],
    [2, 'failed'],
    [1, 'synced'],
  ]);
});

test('a backend that does not take batches after all gets single requests, and is asked for none again', async () => {
  const world = await reconnected(3);
  world.server.answerNext({ kind: 'missing' });
  await world.notice();
  await world.pass(1_000);
  expect(world.server.requests.filter((what) => what.startsWith('batch'))).toEqual(['batch of 3']);
  expect([held(world), waiting(world)]).toEqual([all(3), []]);
  expect(world.store.all().backend).toMatchObject({ features: [] });
});

test('a refused token costs one refresh, charges nothing, and all go on', async () => {
  const world = await reconnected(3);
  world.server.revokeAccess();
  await world.notice();
  await world.pass(500);
  expect(world.server.requests).toEqual(['batch of 3', 'refresh', 'batch of 3']);
  expect(held(world)).toEqual(all(3));
});

test('what a backend lost in a restore is sent again, and counted once', async () => {
  const world = await reconnected(3);
  await world.notice();
  await world.pass(1_000);
  world.server.forget();
  world.server.info.epoch = 'second';
  await world.pass(16 * 60_000);
  await review(world, 4, 2_000);
  await world.pass(60_000);
  expect(held(world).sort()).toEqual(all(4));
  expect([waiting(world), world.server.violations]).toEqual([[], []]);
});

test('a restored backend that still has everything is told nothing new', async () => {
  const world = await reconnected(3);
  await world.notice();
  await world.pass(1_000);
  world.server.info.epoch = 'second';
  await world.pass(16 * 60_000);
  await review(world, 4, 2_000);
  await world.pass(60_000);
  expect([held(world), waiting(world), world.server.violations]).toEqual([all(4), [], []]);
});

test('behind a captive portal nothing is charged after a reconnect, and all goes once it is passed', async () => {
  const world = await reconnected(2);
  world.server.portal = true;
  await world.notice();
  await world.pass(60_000);
  expect([world.server.requests, world.store.all().offlineMode]).toEqual([[], true]);
  expect(view(world).sync).toMatchObject({ state: 'offline', pending: 4 });
  world.server.portal = false;
  await world.notice();
  await world.pass(1_000);
  expect([held(world), world.store.all().offlineMode]).toEqual([all(2), false]);
});
