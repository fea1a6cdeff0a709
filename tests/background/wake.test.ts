import { expect, test } from 'vitest';
import { createSimulatedWorld } from '../support/simulated-world.ts';

const PAGE = 'https://github.com/acme/rocket/pull/7';

test('a worker that wakes and finds nothing new writes nothing', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.open(1, PAGE);
  await world.pass(10_000);
  const { commits } = world.store.written();
  world.kill();
  await world.notice();
  expect(world.store.written().commits - commits).toBe(0);
});
