import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld } from '../support/simulated-world.ts';

const PAGE = 'https://github.com/acme/rocket/pull/7';

test('a session whose clock was set back behind its start ends after its start, with the time that counted', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  await world.open(7, PAGE);
  world.setClock(-120_000);
  await world.open(8, 'https://github.com/acme/rocket/issues');
  await world.look(7);
  await world.pass(10_000);
  await world.close(7);
  await world.pass(60_000);
  const [session] = world.server.held();
  const start = session?.start.start_time ?? '';
  expect(session?.end).toEqual({
    end_time: new Date(Date.parse(start) + 10_000).toISOString(),
    duration_seconds: 10,
  });
  expect((world.memory.all().view as View).sync).toMatchObject({ pending: 0, failed: 0 });
});

test('a clock that runs ahead of the server does not make tokens be renewed over and over', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 20_000);
  world.server.lifetimeMs = 20_000;
  for (let minute = 0; minute < 10; minute += 1) {
    await world.open(7, PAGE);
    await world.pass(30_000);
    await world.close(7);
    await world.pass(30_000);
  }
  expect(world.server.requests.filter((request) => request.startsWith('refresh')).length).toBeLessThanOrEqual(
    21,
  );
});

test('a network that is back is noticed also where nothing is owed', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  await world.open(7, PAGE);
  await world.pass(5_000);
  await world.close(7);
  world.online = false;
  await world.pass(4_000);
  await world.notice();
  expect((world.memory.all().view as View).sync.state).toBe('offline');
  await world.send({ type: 'ERASE_LOCAL_DATA' });
  await world.notice();
  world.online = true;
  await world.notice();
  await world.settle();
  expect(world.store.all().offlineMode).toBe(false);
});
