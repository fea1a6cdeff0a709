import { expect, test } from 'vitest';
import { createSimulatedWorld } from '../support/simulated-world.ts';

const id = (n: number) => `01900000-0000-7000-8000-00000000000${n}`;

const session = (n: number, synced: boolean) => ({
  id: id(n),
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: n,
  start_time: '2026-03-01T10:00:00Z',
  end_time: '2026-03-01T10:30:00Z',
  duration_seconds: 900 + n,
  synced,
});

test('the arrays of an older install are spread item by item, and what they owe is delivered', async () => {
  const world = createSimulatedWorld();
  const start = {
    client_id: id(3),
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 3,
    host: 'github.com',
    start_time: '2026-03-01T11:00:00.000Z',
    time_zone: 'Europe/Berlin',
  };
  await world.store.commit({
    sessionHistory: [session(1, true), session(2, false), { nonsense: true }],
    syncQueue: [{ id: id(8), kind: 'session.start', session_id: id(3), body: start }],
    failedSyncItems: [{ what: 'is this' }],
  });
  await world.signIn('ada');
  await world.pass(1_000);
  const stored = world.store.all();
  expect(stored).not.toHaveProperty('sessionHistory');
  expect(stored).not.toHaveProperty('syncQueue');
  expect(stored).not.toHaveProperty('failedSyncItems');
  expect(stored[`sessionHistory/${id(1)}`]).toMatchObject({
    pr_number: 1,
    duration_seconds: 901,
    synced: true,
  });
  expect(stored[`sessionHistory/${id(2)}`]).toMatchObject({
    pr_number: 2,
    duration_seconds: 902,
    synced: true,
  });
  expect(
    Object.entries(stored)
      .filter(([key]) => key.startsWith('quarantine/'))
      .map(([, record]) => record),
  ).toEqual([{ what: 'is this' }, { nonsense: true }]);
  expect(
    world.server.held().map(({ start: { pr_number }, end }) => [pr_number, end?.duration_seconds]),
  ).toEqual(
    expect.arrayContaining([
      [3, undefined],
      [2, 902],
    ]),
  );
  expect(world.server.held()).toHaveLength(2);
});
