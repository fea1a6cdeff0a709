import { expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;

const busy: Failure = { kind: 'busy', status: 503, until: null };

/** A review of ten seconds, begun and ended. */
const review = async (world: SimulatedWorld, number: number): Promise<void> => {
  await world.open(number, page(number));
  await world.pass(10_000);
  await world.close(number);
  await world.pass(4_000);
};

const items = ({ store }: SimulatedWorld, prefix: 'syncQueue' | 'failedSyncItems') =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith(`${prefix}/`))
    .map(
      ([, item]) =>
        item as { kind: string; attempts: number; nextAttemptAt: number | null; user_id: string | null },
    );

const view = ({ memory }: SimulatedWorld): View => memory.all().view as View;

const held = ({ server }: SimulatedWorld) =>
  server.held().map(({ user, start, end }) => [user, start.pr_number, end?.duration_seconds]);

test('a started and ended session reaches the backend at once when there is a network', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await review(world, 7);
  await world.settle();
  expect(held(world)).toEqual([['ada', 7, 10]]);
  expect(world.server.requests).toEqual(['start acme/rocket#7', 'end server-2']);
  expect(world.store.all()).toMatchObject({ offlineMode: false, lastSyncTime: expect.any(Number) });
  await world.pass(1_000);
  expect(view(world).sync).toMatchObject({ state: 'synced', pending: 0, failed: 0 });
  expect(view(world).recent).toMatchObject([
    { number: 7, durationSeconds: 10, sync: 'synced', problem: null },
  ]);
});

test('failures are retried after 1, 2, 4, 8 and 16 s, then the item is failed for now, and the next sync revives it', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.answerNext(busy, busy, busy, busy, busy, busy);
  const began = world.now();
  await world.open(7, page(7));
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await world.settle();
    const [item] = items(world, 'syncQueue');
    expect(item).toMatchObject({ attempts: attempt });
    waits.push((item?.nextAttemptAt ?? 0) - world.now());
    await world.pass((item?.nextAttemptAt ?? 0) - world.now());
  }
  expect(waits).toEqual([1125, 2250, 4500, 9000, 18000]);
  await world.settle();
  expect(items(world, 'failedSyncItems')).toMatchObject([{ attempts: 6, nextAttemptAt: null }]);
  expect(world.server.requests).toHaveLength(6);
  await world.pass(15 * 60_000 - (world.now() - began) + 1_000);
  expect(held(world)).toEqual([['ada', 7, 60]]);
});

/** A world in which the start of a review has used up its retries. */
const worldWithExhausted = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.answerNext(busy, busy, busy, busy, busy, busy);
  await world.open(7, page(7));
  await world.pass(50_000);
  expect(items(world, 'failedSyncItems')).toHaveLength(1);
  expect(world.server.requests).toHaveLength(6);
  return world;
};

test('a sign-in revives what has used up its retries', async () => {
  const world = await worldWithExhausted();
  await world.send({ type: 'SIGN_OUT', data: undefined });
  await world.signIn('ada');
  await world.pass(1_000);
  expect(held(world)).toEqual([['ada', 7, undefined]]);
});

test('a reconnect revives what has used up its retries, where nothing else waits', async () => {
  const world = await worldWithExhausted();
  world.online = false;
  await world.notice();
  expect(view(world).sync.state).toBe('offline');
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(held(world)).toEqual([['ada', 7, undefined]]);
});

test('a retry deadline survives a worker restart', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.answerNext(busy);
  await world.open(7, page(7));
  world.kill();
  await world.pass(1_000);
  expect(world.server.requests).toHaveLength(1);
  await world.pass(1_000);
  expect(world.server.requests).toHaveLength(2);
});

test('Retry-After wins over the schedule', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.answerNext({ kind: 'busy', status: 429, until: toEpochMs(world.now() + 90_000) });
  await world.open(7, page(7));
  await world.pass(89_000);
  expect(world.server.requests).toHaveLength(1);
  await world.pass(2_000);
  expect(world.server.requests).toHaveLength(2);
});

test('without a network nothing is attempted and nothing is charged; a reconnect sends all of it', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.online = false;
  await review(world, 7);
  await review(world, 8);
  await world.pass(40 * 60_000);
  expect(world.server.requests).toEqual([]);
  expect(items(world, 'syncQueue').map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0]);
  expect(view(world).sync).toMatchObject({ state: 'offline', pending: 4 });
  expect(world.store.all().offlineMode).toBe(true);
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(held(world)).toEqual([
    ['ada', 7, 10],
    ['ada', 8, 10],
  ]);
  expect(world.store.all().offlineMode).toBe(false);
  expect(view(world).sync.state).toBe('synced');
});

test('an outage is told of also where nothing is owed', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.online = false;
  await world.send({ type: 'NETWORK_CHANGED', data: undefined });
  expect(view(world).sync.state).toBe('offline');
  world.online = true;
  await world.send({ type: 'NETWORK_CHANGED', data: undefined });
  expect(view(world).sync.state).toBe('synced');
});

test('a network that comes back unannounced is noticed at the next look for it', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.online = false;
  await review(world, 7);
  await world.pass(40 * 60_000);
  world.online = true;
  await world.pass(15 * 60_000);
  expect(held(world)).toEqual([['ada', 7, 10]]);
});

test('an answer that is lost after the server committed is counted once', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.answerNext('lost', 'lost');
  await review(world, 7);
  await world.pass(60_000);
  expect(held(world)).toEqual([['ada', 7, 10]]);
  expect(world.server.violations).toEqual([]);
});

test('a refused session holds up no other, says why, and waits for a person', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  const reason = 'The organisation does not allow it.';
  world.server.refusals.set(7, { kind: 'refused', status: 403, code: 'forbidden', reason });
  await review(world, 7);
  await review(world, 8);
  await world.pass(60 * 60_000);
  expect(held(world)).toEqual([['ada', 8, 10]]);
  expect(view(world).recent).toMatchObject([
    { number: 8, sync: 'synced' },
    { number: 7, sync: 'failed', problem: { kind: 'refused', reason }, can: ['retry', 'discard'] },
  ]);
  world.server.refusals.clear();
  const id = view(world).recent[1]?.id ?? '';
  await world.send({ type: 'RETRY_SESSION', data: { id } });
  await world.pass(1_000);
  expect(held(world)).toEqual([
    ['ada', 8, 10],
    ['ada', 7, 10],
  ]);
});

test('a discarded session is owed no more and leaves the history', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.refusals.set(7, { kind: 'refused', status: 422, code: 'x', reason: 'No.' });
  await review(world, 7);
  await world.send({ type: 'DISCARD_SESSION', data: { id: view(world).recent[0]?.id ?? '' } });
  await world.pass(1_000);
  expect(Object.keys(world.store.all()).filter((key) => key.includes('/'))).toEqual([]);
  expect(view(world)).toMatchObject({ recent: [], sync: { state: 'synced' } });
});

test('an expired token is renewed once, ahead of the requests, and all of them go on', async () => {
  const world = createSimulatedWorld();
  world.online = false;
  await world.signIn('ada', 120_000);
  for (const number of [1, 2, 3, 4, 5]) await review(world, number);
  await world.pass(120_000);
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(world.server.requests.filter((request) => request === 'refresh')).toHaveLength(1);
  expect(world.server.requests[0]).toBe('refresh');
  expect(held(world)).toHaveLength(5);
});

test('a refused token costs one refresh and charges no item', async () => {
  const world = createSimulatedWorld();
  world.online = false;
  await world.signIn('ada');
  for (const number of [1, 2, 3, 4, 5]) await review(world, number);
  world.server.revokeAccess();
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(world.server.requests.filter((request) => request === 'refresh')).toHaveLength(1);
  expect(held(world)).toHaveLength(5);
  expect(world.server.violations).toEqual([]);
});

test('where no renewal is possible the queue is kept, and the same person can sign in again', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.revokeAll();
  await review(world, 7);
  await world.pass(60_000);
  expect(view(world).auth.state).toBe('expired');
  expect(items(world, 'syncQueue').map(({ attempts }) => attempts)).toEqual([0, 0]);
  await world.signIn('ada');
  await world.pass(1_000);
  expect(held(world)).toEqual([['ada', 7, 10]]);
});

test('a lost network while renewing signs nobody out', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 30_000);
  await world.pass(60_000);
  world.online = false;
  await review(world, 7);
  await world.pass(60 * 60_000);
  expect(view(world).auth.user).toBe('ada');
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(held(world)).toEqual([['ada', 7, 10]]);
});

test("work done signed out belongs to the first who signs in; nobody's items go with another's token", async () => {
  const world = createSimulatedWorld();
  await review(world, 1);
  world.online = false;
  await world.signIn('ada');
  await review(world, 2);
  await world.send({ type: 'SIGN_OUT', data: undefined });
  world.online = true;
  await world.signIn('grace');
  await review(world, 3);
  await world.pass(1_000);
  expect(held(world)).toEqual([['grace', 3, 10]]);
  await world.send({ type: 'SIGN_OUT', data: undefined });
  await world.signIn('ada');
  await world.pass(1_000);
  expect(held(world)).toEqual([
    ['grace', 3, 10],
    ['ada', 1, 10],
    ['ada', 2, 10],
  ]);
  expect(world.server.violations).toEqual([]);
});

test('a session that the server has lost is sent again whole, once', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.open(7, page(7));
  await world.pass(10_000);
  world.server.forget();
  await world.close(7);
  await world.pass(5_000);
  expect(held(world)).toEqual([['ada', 7, 10]]);
});

test('a session that was deleted elsewhere is done', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.open(7, page(7));
  await world.pass(10_000);
  world.server.answerNext({ kind: 'gone' });
  await world.close(7);
  await world.pass(5_000);
  expect(view(world).sync.state).toBe('synced');
  expect(Object.keys(world.store.all()).filter((key) => key.startsWith('syncQueue/'))).toEqual([]);
});

test('the history keeps a hundred acknowledged sessions, and every one that is not', async () => {
  const world = createSimulatedWorld();
  for (let number = 1; number <= 120; number += 1) await review(world, number);
  const rows = () => Object.keys(world.store.all()).filter((key) => key.startsWith('sessionHistory/'));
  expect(rows()).toHaveLength(120);
  await world.signIn('ada');
  await world.pass(5_000);
  expect(held(world)).toHaveLength(120);
  expect(rows()).toHaveLength(100);
}, 30_000);
