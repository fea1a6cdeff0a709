import { expect, test } from 'vitest';
import { TOKEN_KEYS } from '../../src/messages/keys.ts';
import { review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const backendUrl = 'https://time.example.org';

/** Another worker, which finds what the organisation has set meanwhile. */
const nextWorker = async (world: SimulatedWorld): Promise<void> => {
  world.kill();
  await world.notice();
  await world.pass(1_000);
};

const kept = ({ store }: SimulatedWorld) => {
  const all = store.all();
  return {
    tokens: TOKEN_KEYS.filter((key) => all[key] !== undefined),
    address: all.backendAddress,
    owners: Object.entries(all)
      .filter(([key]) => key.startsWith('syncQueue/'))
      .map(([, item]) => (item as { user_id: string | null }).user_id),
  };
};

/** Ada is signed in and owes what she read without a network. */
const adaOwes = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  await review(world, 7);
  await world.pass(1_000);
  world.online = false;
  await world.notice();
  await review(world, 8);
  return world;
};

test('tokens of one backend never reach another that the organisation sets, and the queue waits for whose it is', async () => {
  const world = await adaOwes();
  const asked = world.server.requests.length;
  world.policy = { backendUrl };
  world.online = true;
  await nextWorker(world);
  const { owners, ...rest } = kept(world);
  expect(rest).toEqual({ tokens: [], address: backendUrl });
  expect(new Set(owners)).toEqual(new Set(['ada']));
  expect(world.server.requests.slice(asked)).toEqual([]);
});

test('a sign-out of which the former backend was not told is not told to the next one', async () => {
  const world = await adaOwes();
  await world.send({ type: 'SIGN_OUT' });
  await world.pass(1_000);
  world.policy = { backendUrl };
  world.online = true;
  const asked = world.server.requests.length;
  await nextWorker(world);
  await world.pass(60_000);
  expect(world.server.requests.slice(asked)).toEqual([]);
});

test('what the organisation has set before is nothing new to the next worker', async () => {
  const world = createSimulatedWorld();
  world.policy = { backendUrl };
  await world.notice();
  await world.signIn('ada', 90_000_000);
  await nextWorker(world);
  expect(kept(world)).toMatchObject({ tokens: [...TOKEN_KEYS], address: backendUrl });
});

test('a policy that is gone signs nobody out, and the build’s own backend holds again once nobody is signed in', async () => {
  const world = createSimulatedWorld();
  world.policy = { backendUrl };
  await world.notice();
  await world.signIn('ada', 90_000_000);
  world.policy = {};
  await nextWorker(world);
  expect(kept(world)).toMatchObject({ tokens: [...TOKEN_KEYS], address: backendUrl });
  await world.send({ type: 'SIGN_OUT' });
  await world.pass(1_000);
  await world.send({ type: 'CHANGE_SETTINGS', data: {} });
  expect(kept(world)).toMatchObject({ tokens: [], address: undefined });
});

test('a worker that learns of the policy only after it began sends to that backend at once, where nobody is signed in', async () => {
  const world = createSimulatedWorld();
  await world.notice();
  world.policy = { backendUrl };
  await world.send({ type: 'CHANGE_SETTINGS', data: {} });
  await world.signIn('ada', 90_000_000);
  await nextWorker(world);
  expect(kept(world)).toMatchObject({ tokens: [...TOKEN_KEYS], address: backendUrl });
});

test('a worker that has a token keeps to its backend as long as it lives', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  await world.pass(1_000);
  world.policy = { backendUrl };
  await world.send({ type: 'CHANGE_SETTINGS', data: {} });
  expect(kept(world)).toMatchObject({ tokens: [...TOKEN_KEYS], address: undefined });
});
