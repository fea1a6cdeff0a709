import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import type { Command } from '../../src/messages/commands.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;
const erase: Command = { type: 'ERASE_LOCAL_DATA' };

/** A person with a delivered review, one that waits, one that is open, and settings. */
const busyWorld = async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.send({ type: 'CHANGE_SETTINGS', data: { excluded: ['acme/secret'] } });
  for (const number of [7, 8]) {
    world.online = number === 7;
    await world.open(number, page(number));
    await world.pass(10_000);
    await world.close(number);
    await world.pass(4_000);
  }
  await world.open(9, page(9));
  await world.pass(10_000);
  world.online = true;
  return world;
};

const stored = (world: SimulatedWorld) =>
  Object.keys(world.store.all())
    .map((key) => key.replace(/\/.*/, ''))
    .toSorted();
const view = (world: SimulatedWorld) => world.memory.all().view as View;

test('erasing leaves nothing of the person in the browser, signs out, and begins anew with what is in front', async () => {
  const world = await busyWorld();
  expect(await world.send(erase)).toEqual({ ok: true });
  await world.settle();
  const left = stored(world).filter((key) => key !== 'auth');
  expect(left).toEqual(['activeSession', 'backend', 'offlineMode', 'session', 'syncQueue']);
  expect(view(world)).toMatchObject({
    current: { number: 9, countedMs: 0 },
    recent: [],
    sync: { state: 'signed-out', pending: 1, failed: 0, lastSyncTime: null },
    auth: { state: 'signed-out', user: null, name: null },
  });
  expect(world.server.signedIn('ada')).toEqual([]);
  expect(JSON.stringify([world.store.all(), world.memory.all()])).not.toMatch(/secret|ada|refresh-/);
});

test('what was under way when everything was erased brings nothing back, in this worker or the next', async () => {
  const world = await busyWorld();
  await world.close(9);
  await world.pass(4_000);
  await world.send(erase);
  await world.pass(60 * 60_000);
  world.kill();
  await world.notice();
  await world.pass(60_000);
  expect(stored(world).filter((key) => key !== 'auth')).toEqual([]);
  expect(world.reports).toEqual([]);
});

test.each<[name: string, meanwhile: (world: SimulatedWorld) => Promise<void>]>([
  ['goes on', async () => {}],
  ['sees that the server cannot be told', (world) => world.settle()],
  ['dies', async (world) => world.kill()],
])(
  'who erases everything without a network is still signed out at the server, also where the worker %s',
  async (_, meanwhile) => {
    const world = createSimulatedWorld();
    await world.signIn('eve');
    world.online = false;
    await world.send({ type: 'SIGN_OUT' });
    await world.settle();
    await world.signIn('ada');
    await world.send(erase);
    await meanwhile(world);
    expect(JSON.stringify([world.store.all(), world.memory.all()])).not.toMatch(/ada|eve/);
    world.online = true;
    await world.notice();
    await world.settle();
    expect([...world.server.signedIn('ada'), ...world.server.signedIn('eve')]).toEqual([]);
    expect(JSON.stringify([world.store.all(), world.memory.all()])).not.toContain('refresh-');
  },
);

test('a review after the erasure is delivered as any other', async () => {
  const world = await busyWorld();
  await world.close(9);
  await world.send(erase);
  await world.signIn('eve');
  await world.open(10, page(10));
  await world.pass(10_000);
  await world.close(10);
  await world.pass(10_000);
  expect(world.server.held().map(({ user, start }) => [user, start.pr_number])).toContainEqual(['eve', 10]);
  expect(view(world).recent.map(({ number }) => number)).toEqual([10]);
});

test('an account is erased by the server first; only then is its sign-in forgotten, and the reviews here stay', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.open(7, page(7));
  await world.pass(10_000);
  await world.close(7);
  await world.pass(4_000);
  world.online = false;
  expect(await world.send({ type: 'ERASE_ACCOUNT' })).toMatchObject({ ok: false });
  expect(view(world).auth.state).toBe('valid');
  world.online = true;
  expect(await world.send({ type: 'ERASE_ACCOUNT' })).toEqual({ ok: true });
  expect(view(world)).toMatchObject({ auth: { state: 'signed-out' }, recent: [{ number: 7 }] });
});

test('a person sees where they are signed in, and ends one of these', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.signIn('ada');
  expect(await world.send({ type: 'LOAD_SIGN_INS' })).toMatchObject({
    ok: true,
    sign_ins: [{ id: 'refresh-1' }, { id: 'refresh-2' }],
  });
  expect(await world.send({ type: 'REVOKE_SIGN_IN', data: { id: 'refresh-1' } })).toEqual({ ok: true });
  expect(await world.send({ type: 'LOAD_SIGN_INS' })).toMatchObject({ sign_ins: [{ id: 'refresh-2' }] });
});
