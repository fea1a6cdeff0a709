import { expect, test } from 'vitest';
import { plus } from '../../src/domain/time.ts';
import { review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;

const startByHand = (world: SimulatedWorld, pr_number: number) =>
  world.send({ type: 'START_SESSION', data: { repo_owner: 'acme', repo_name: 'rocket', pr_number } });

const open = ({ store }: SimulatedWorld) =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('session/'))
    .map(([, stored]) => (stored as { value: unknown }).value);

const held = ({ server }: SimulatedWorld) =>
  server.held().map(({ user, start, end }) => [user, start.pr_number, end?.duration_seconds]);

test('the alarm is set before what needs it is stored', async () => {
  const world = createSimulatedWorld();
  const { commit } = world.store;
  const isWatched: boolean[] = [];
  world.store.commit = (writes, removals) => {
    if (Object.keys(writes).some((key) => key.startsWith('session/'))) isWatched.push(world.alarm() !== null);
    return commit(writes, removals);
  };
  await startByHand(world, 7);
  await world.pass(70_000);
  expect(isWatched).toEqual([true, true]);
});

test('a worker that dies of what its alarm rang for is woken again', async () => {
  for (let breath = 1; breath < 30; breath += 1) {
    const world = createSimulatedWorld();
    await startByHand(world, 7);
    world.system = 'locked';
    world.killAt(breath, 'before');
    await world.pass(20 * 60_000);
    expect({ breath, open: open(world) }).toEqual({ breath, open: [] });
  }
});

test('a write that the store refused is tried again by itself, and what follows from it follows', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.store.refuse(1);
  await startByHand(world, 7);
  expect(open(world)).toEqual([]);
  await world.pass(1_500);
  expect(open(world)).toEqual([{ active: 'counting' }]);
  expect(held(world)).toEqual([['ada', 7, undefined]]);
});

test('what a removal left empty when its worker died is gone once the queue is read, and nothing else is', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  world.server.refusals.set(7, { kind: 'refused', status: 403, code: 'forbidden', reason: 'No.' });
  await review(world, 7);
  await world.pass(1_000);
  const keys = () =>
    Object.keys(world.store.all()).filter((key) => /^(syncQueue|failedSyncItems)\//.test(key));
  const before = keys();
  const failed = before.filter((key) => key.startsWith('failedSyncItems/'));
  expect(failed).toHaveLength(1);
  world.kill();
  const emptied = [...failed.map((key) => key.replace('failedSyncItems', 'syncQueue')), 'syncQueue/gone'];
  await world.store.commit(Object.fromEntries(emptied.map((key) => [key, null])));
  await world.send({ type: 'SYNC_NOW' });
  await world.pass(1_000);
  expect(keys()).toEqual(before);
});

test('a session that is open when somebody signs in is theirs to its end', async () => {
  const world = createSimulatedWorld();
  await world.open(7, page(7));
  await world.signIn('ada');
  await world.pass(10_000);
  await world.send({ type: 'SIGN_OUT' });
  await world.signIn('grace');
  await world.close(7);
  await world.pass(5_000);
  expect(held(world)).toEqual([['ada', 7, undefined]]);
  await world.send({ type: 'SIGN_OUT' });
  await world.signIn('ada');
  await world.pass(1_000);
  expect(held(world)).toEqual([['ada', 7, 10]]);
  expect(world.server.violations).toEqual([]);
});

test('of a tab that is looked at and a session that starts by hand in the same moment, one counts', async () => {
  const world = createSimulatedWorld();
  const { commit } = world.store;
  const counting: number[] = [];
  world.store.commit = async (writes, removals) => {
    await commit(writes, removals);
    counting.push(open(world).filter((value) => JSON.stringify(value).includes('counting')).length);
    await world.settle();
  };
  await world.signIn('ada');
  await Promise.all([world.open(1, page(1)), startByHand(world, 2)]);
  await world.settle();
  expect(Math.max(...counting)).toBe(1);
});

test('a worker that dies while the store refuses its writes is followed by another within a minute', async () => {
  const world = createSimulatedWorld();
  await world.open(7, page(7));
  await world.pass(10_000);
  await world.close(7);
  world.store.refuse(100);
  await world.pass(4_000);
  world.kill();
  world.store.refuse(0);
  await world.pass(61_000);
  expect(open(world)).toEqual([]);
});

test('before a sign-in is stored, the alarm is set for what was due while nobody was signed in', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.answerNext({ kind: 'busy', status: 429, until: plus(world.now(), 120_000) });
  await startByHand(world, 7);
  await world.send({ type: 'END_SESSION' });
  await world.send({ type: 'SIGN_OUT' });
  await world.pass(1_000);
  world.kill();
  await world.pass(130_000);
  world.kill();
  const { commit } = world.store;
  const isWatched: boolean[] = [];
  world.store.commit = (writes, removals) => {
    const isSignIn = (writes.auth as { value?: unknown } | undefined)?.value === 'valid';
    if (isSignIn) isWatched.push((world.alarm() ?? Number.POSITIVE_INFINITY) <= world.now());
    return commit(writes, removals);
  };
  await world.signIn('ada');
  expect(isWatched).toEqual([true]);
});
