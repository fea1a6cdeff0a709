import { expect, test } from 'vitest';
import { MAX_RETRIES } from '../../src/domain/retry.ts';
import { SIGN_IN_LIMIT_MS, type SignInFailure } from '../../src/domain/sign-in.ts';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const signIn = { type: 'SIGN_IN' } as const;
const signOut = { type: 'SIGN_OUT' } as const;

/** A review of ten seconds, begun and ended. */
const review = async (world: SimulatedWorld, number: number): Promise<void> => {
  await world.open(number, `https://github.com/acme/rocket/pull/${number}`);
  await world.pass(10_000);
  await world.close(number);
  await world.pass(4_000);
};

/** The window's outcome is decided by the test, while the sign-in waits for it. */
const windowOf = ({ server }: SimulatedWorld) => {
  let come: (outcome: string | SignInFailure) => void = () => {};
  const outcome = new Promise<string | SignInFailure>((resolve) => {
    come = resolve;
  });
  server.atGitHub = () => outcome;
  return come;
};

const auth = ({ memory }: SimulatedWorld) => (memory.all().view as View).auth;
const held = ({ server }: SimulatedWorld) => server.held().map(({ user, start }) => [user, start.pr_number]);
const owners = ({ store }: SimulatedWorld) =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('syncQueue/'))
    .map(([, item]) => (item as { user_id: string | null }).user_id);
const isItem = (value: unknown): value is { attempts: number; lastError: unknown } =>
  typeof value === 'object' && value !== null && 'session_id' in value && 'attempts' in value;
const windows = ({ server }: SimulatedWorld) => server.requests.filter((asked) => asked === 'window').length;

test('a sign-in through GitHub ends with tokens, a name, and the delivery of what was done before it', async () => {
  const world = createSimulatedWorld();
  await review(world, 7);
  expect(owners(world)).toEqual([null, null]);
  const come = windowOf(world);
  expect(await world.send(signIn)).toEqual({ ok: true });
  expect(auth(world)).toMatchObject({ state: 'signing-in', problem: null });
  come('ada');
  await world.pass(1_000);
  expect(auth(world)).toMatchObject({ state: 'valid', user: 'ada', name: 'ada', problem: null });
  expect(held(world)).toEqual([['ada', 7]]);
});

test('what was tracked while signed out belongs to the first who signs in, and nothing of it to the next', async () => {
  const world = createSimulatedWorld();
  await review(world, 7);
  world.server.atGitHub = async () => 'ada';
  world.online = false;
  await world.signIn('ada');
  await review(world, 8);
  await world.send(signOut);
  world.online = true;
  await world.signIn('eve');
  await world.pass(20 * 60_000);
  expect(held(world).filter(([user]) => user === 'eve')).toEqual([]);
  await world.send(signOut);
  await world.signIn('ada');
  await world.pass(20 * 60_000);
  expect(held(world)).toEqual([
    ['ada', 7],
    ['ada', 8],
  ]);
});

test.each<SignInFailure>([
  { kind: 'cancelled' },
  { kind: 'mismatched' },
  { kind: 'unavailable' },
  { kind: 'denied', code: 'access_denied', reason: 'Not a member of an admitted organization.' },
  { kind: 'busy', status: 503, until: null },
])('a sign-in that fails says why, and loses nothing: $kind', async (failure) => {
  const world = createSimulatedWorld();
  await review(world, 7);
  const before = owners(world);
  world.server.atGitHub = async () => failure;
  await world.send(signIn);
  await world.settle();
  expect(auth(world)).toMatchObject({ state: 'signed-out', problem: failure });
  expect(owners(world)).toEqual(before);
});

test.each(['the worker', 'the browser'])(
  'a sign-in in whose middle %s dies is given up at the next wake, and no window opens by itself',
  async (who) => {
    const world = createSimulatedWorld();
    await review(world, 7);
    windowOf(world);
    await world.send(signIn);
    await world.settle();
    if (who === 'the worker') world.kill();
    else await world.restartBrowser();
    await world.notice();
    expect(auth(world)).toMatchObject({ state: 'signed-out', problem: { kind: 'interrupted' } });
    await world.pass(SIGN_IN_LIMIT_MS);
    expect(windows(world)).toBe(1);
    world.server.atGitHub = async () => 'ada';
    await world.send(signIn);
    await world.pass(1_000);
    expect(auth(world)).toMatchObject({ state: 'valid', name: 'ada' });
    expect(held(world)).toEqual([['ada', 7]]);
  },
);

test('tokens that somebody put into storage while a sign-in hung are what the next wake goes by', async () => {
  const world = createSimulatedWorld();
  windowOf(world);
  await world.send(signIn);
  world.kill();
  await world.store.commit({ ...world.server.issue('grace', 900_000) });
  await world.notice();
  expect(auth(world)).toMatchObject({ state: 'valid', user: 'grace', problem: null });
});

test('a window that nobody comes back from is let go after ten minutes', async () => {
  const world = createSimulatedWorld();
  const come = windowOf(world);
  await world.send(signIn);
  await world.pass(SIGN_IN_LIMIT_MS + 1_000);
  expect(auth(world)).toMatchObject({ state: 'signed-out', problem: { kind: 'overdue' } });
  come('ada');
  await world.pass(1_000);
  expect(auth(world)).toMatchObject({ state: 'signed-out' });
});

test('of two windows only the one that was opened last counts', async () => {
  const world = createSimulatedWorld();
  const first = windowOf(world);
  await world.send(signIn);
  await world.settle();
  const second = windowOf(world);
  await world.send(signIn);
  await world.settle();
  first({ kind: 'cancelled' });
  await world.settle();
  expect(auth(world)).toMatchObject({ state: 'signing-in', problem: null });
  second('ada');
  await world.pass(1_000);
  expect(auth(world)).toMatchObject({ state: 'valid', name: 'ada' });
});

test('the end of all tokens asks for a sign-in once; tracking goes on, and the queue stays with its person', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 30_000);
  world.server.revokeAll();
  await review(world, 7);
  expect(auth(world)).toMatchObject({ state: 'expired', user: 'ada', problem: null });
  const asked = world.server.requests.length;
  await review(world, 8);
  await world.pass(60 * 60_000);
  expect(world.server.requests.length).toBe(asked);
  expect(new Set(owners(world))).toEqual(new Set(['ada']));
  world.server.atGitHub = async () => 'ada';
  await world.send(signIn);
  await world.pass(1_000);
  expect(held(world)).toEqual([
    ['ada', 7],
    ['ada', 8],
  ]);
});

test('a server that refuses every token that it gives is asked ever more rarely, then told that the sign-in is over, and another is asked for once', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  world.server.refusesAccess = true;
  await review(world, 7);
  await world.pass(10 * 60_000);
  const asked = world.server.requests.filter((what) => what === 'refresh').length;
  expect(asked).toBe(MAX_RETRIES + 1);
  expect(auth(world)).toMatchObject({ state: 'expired', user: 'ada' });
  expect(world.store.all()).not.toHaveProperty('refreshToken');
  expect(world.server.signedIn('ada')).toEqual([]);
  await world.pass(60 * 60_000);
  expect(world.server.requests.filter((what) => what === 'refresh')).toHaveLength(asked);
  const waiting = Object.values(world.store.all()).filter(isItem);
  expect(waiting.map(({ attempts, lastError }) => ({ attempts, lastError }))).toEqual([
    { attempts: 0, lastError: null },
    { attempts: 0, lastError: null },
  ]);
  world.server.refusesAccess = false;
  world.server.atGitHub = async () => 'ada';
  await world.send(signIn);
  await world.pass(1_000);
  expect(held(world)).toEqual([['ada', 7]]);
});

test('a sign-out without a network is done here at once, and the server hears of it when it can', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  const { refreshToken } = world.store.all();
  world.online = false;
  await world.send(signOut);
  await world.settle();
  expect(world.store.all()).not.toHaveProperty('refreshToken');
  expect(auth(world)).toMatchObject({ state: 'signed-out', user: null, name: null });
  world.kill();
  world.online = true;
  await world.notice();
  await world.settle();
  expect(world.server.requests.filter((asked) => asked === 'revoke')).toEqual(['revoke']);
  const identity = world.server.identity(() => true);
  expect(await identity.refresh(String(refreshToken))).toMatchObject({ ok: false });
  expect(world.store.all().auth).toMatchObject({ context: { unrevoked: [] }, owed: [] });
});

test('pages are told the ways that a backend on this machine offers; what it said last holds until it answers', async () => {
  const world = createSimulatedWorld();
  await review(world, 7);
  expect(auth(world).ways).toEqual(['github', 'name']);
  world.kill();
  world.online = false;
  await review(world, 8);
  expect(auth(world).ways).toEqual(['github', 'name']);
});
