import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const view = ({ memory }: SimulatedWorld): View => memory.all().view as View;

const held = ({ server }: SimulatedWorld) =>
  server.held().map(({ start, end }) => [start.pr_number, end?.duration_seconds]);

const below = ({ store }: SimulatedWorld, prefix: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(store.all()).filter(([key]) => key.startsWith(prefix)));

test('a history row that cannot be read is passed over where the head is counted anew', async () => {
  const world = createSimulatedWorld();
  const bad = { 'sessionHistory/1': { bad: 1 }, 'sessionHistory/2': 5, 'sessionHistory/3': null };
  await world.store.commit(bad);
  await world.memory.commit({ head: 'lost' });
  await world.signIn('ada');
  await review(world, 7);
  await world.pass(1_000);
  expect(held(world)).toEqual([[7, 10]]);
  expect(world.store.all()['sessionHistory/1']).toEqual({ bad: 1 });
  expect(below(world, 'quarantine/')).toEqual({
    'quarantine/sessionHistory/1': { bad: 1 },
    'quarantine/sessionHistory/2': 5,
  });
  expect(view(world).notices).toEqual([{ kind: 'quarantined', count: 2 }]);
  expect(view(world).recent).toMatchObject([{ number: 7 }]);
});

test('a record that cannot be read is left where it is, is reported, and holds up no other', async () => {
  const world = createSimulatedWorld();
  await world.store.commit({ 'syncQueue/0000': { snapshot: { version: 99 } }, auth: { version: 99 } });
  await world.signIn('ada');
  await review(world, 7);
  await world.pass(1_000);
  expect(held(world)).toEqual([[7, 10]]);
  expect(world.store.all()['syncQueue/0000']).toEqual({ snapshot: { version: 99 } });
  expect(world.store.all()['quarantine/auth']).toEqual({ version: 99 });
  expect(view(world).notices).toEqual([{ kind: 'quarantined', count: 2 }]);
});

test.each<[name: string, features: string[], spoil: (row: object) => unknown]>([
  ['a number', [], () => 5],
  ['a number, in a batch', ['batch'], () => 5],
  ['a row without its times', [], (row) => ({ ...row, start_time: 'soon' })],
  ['a row without its times, in a batch', ['batch'], (row) => ({ ...row, start_time: 'soon' })],
  [
    'the row of another session',
    ['batch'],
    (row) => ({ ...row, id: '019cadc6-0000-7000-8000-000000000000' }),
  ],
])(
  'an owed session of which there is only %s is not sent, and says why; the others are',
  async (_, features, spoil) => {
    const world = createSimulatedWorld();
    world.server.info.features = features;
    await world.signIn('ada', 90_000_000);
    world.online = false;
    for (const number of [1, 2, 3]) await review(world, number, 2_000);
    const key = Object.keys(below(world, 'sessionHistory/')).sort()[1] ?? '';
    const row = spoil(world.store.all()[key] as object);
    await world.store.commit({ [key]: row });
    world.online = true;
    await world.notice();
    await world.pass(120_000);
    expect(held(world)).toEqual([
      [1, 2],
      [3, 2],
    ]);
    expect(below(world, 'syncQueue/')).toEqual({});
    expect(Object.values(below(world, 'failedSyncItems/'))).toMatchObject([
      {
        kind: 'session.end',
        session_id: key.slice('sessionHistory/'.length),
        lastError: { kind: 'unreadable' },
      },
    ]);
    expect([below(world, key), below(world, 'quarantine/')]).toEqual([
      { [key]: row },
      { [`quarantine/${key}`]: row },
    ]);
    expect([view(world).sync.state, view(world).notices]).toEqual([
      'failed',
      [{ kind: 'quarantined', count: 1 }],
    ]);
    expect(world.server.violations).toEqual([]);
  },
);
