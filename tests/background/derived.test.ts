import { expect, test } from 'vitest';
import type { Head } from '../../src/background/head.ts';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;

const view = ({ memory }: SimulatedWorld) => memory.all().view as View;
const kept = ({ memory }: SimulatedWorld) => memory.all().head as { isBehind: boolean; head: Head };

/** A person who has just ended a review without a network. `onWrite` is told of every write to the disk before it is done. */
const owing = async (
  onWrite: (world: SimulatedWorld, keys: string[]) => void = () => {},
): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  const { commit } = world.store;
  world.store.commit = (writes, removals) => {
    onWrite(world, Object.keys(writes));
    return commit(writes, removals);
  };
  await world.signIn('ada');
  world.online = false;
  await world.open(7, page(7));
  await world.pass(10_000);
  await world.close(7);
  await world.pass(4_000);
  return world;
};

test('whenever a record is written, the kept head is marked as behind; at rest it is kept again', async () => {
  const marks: boolean[] = [];
  const world = await owing((writing, keys) => {
    if (keys.some((key) => /^(session|syncQueue)\//.test(key))) marks.push(kept(writing).isBehind);
  });
  expect(kept(world).isBehind).toBe(false);
  await world.open(8, page(8));
  expect(marks.length).toBeGreaterThan(2);
  expect(marks).not.toContain(false);
  expect(kept(world).isBehind).toBe(true);
  await world.pass(250);
  expect(kept(world)).toMatchObject({ isBehind: false, head: { queue: { queued: 3 } } });
});

test('nothing that is derived is written to the disk but the active session', async () => {
  const written = new Set<string>();
  await owing((_, keys) => {
    for (const key of keys) written.add(key.replace(/\/.*/, ''));
  });
  expect([...written].toSorted()).toEqual([
    'activeSession',
    'auth',
    'authToken',
    'offlineMode',
    'refreshToken',
    'session',
    'sessionHistory',
    'syncQueue',
    'tokenExpiry',
  ]);
});

test.each(['head', 'view', 'all of it'])(
  'a worker that finds %s gone derives it anew, and plans what it planned',
  async (lost) => {
    const world = await owing();
    const before = [view(world), kept(world).head.queue];
    world.kill();
    await world.memory.commit({}, lost === 'all of it' ? Object.keys(world.memory.all()) : [lost]);
    await world.pass(60_000);
    await world.notice();
    await world.pass(1_000);
    expect([view(world), kept(world).head.queue]).toEqual(before);
  },
);

test('a browser that starts syncs at once what it finds owed', async () => {
  const world = await owing();
  world.online = true;
  await world.restartBrowser();
  await world.pass(1_000);
  expect(world.server.held().map(({ start, end }) => [start.pr_number, end?.duration_seconds])).toEqual([
    [7, 10],
  ]);
  expect(view(world)).toMatchObject({ recent: [{ number: 7, sync: 'synced' }], sync: { state: 'synced' } });
});

test('a page that asks for the View of a browser that has just begun gets it', async () => {
  const world = await owing();
  const before = view(world);
  await world.restartBrowser();
  expect(await world.send({ type: 'LOAD_VIEW' })).toEqual({ ok: true, view: before });
});

test('a store that refuses a write is told to pages at once, and taken back with the next that it takes', async () => {
  const world = await owing();
  world.store.refuse(2);
  await world.open(8, page(8));
  expect(view(world).notices).toEqual([{ kind: 'storage-failed' }]);
  await world.pass(2_000);
  expect(view(world)).toMatchObject({ notices: [], current: { number: 8 } });
});

test('what an earlier version kept of it on the disk goes with the first wake', async () => {
  const world = createSimulatedWorld();
  await world.store.commit({ view: { version: 1 }, head: { version: 2 }, ledger: {} });
  await world.open(7, page(7));
  expect(Object.keys(world.store.all()).filter((key) => /^(view|head|ledger)$/.test(key))).toEqual([]);
  expect(view(world)).toMatchObject({ current: { number: 7 } });
});
