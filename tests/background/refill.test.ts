import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { pageOf, review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const view = ({ memory }: SimulatedWorld): View => memory.all().view as View;

const rows = ({ store }: SimulatedWorld) =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(([, row]) => row as { id: string; pr_number: number })
    .sort((a, b) => a.pr_number - b.pr_number);

/** The browser loses all that the extension stored. */
const lose = async (world: SimulatedWorld): Promise<void> => {
  world.kill();
  await world.store.commit({}, Object.keys(world.store.all()));
  await world.restartBrowser();
  world.server.recordRequests.length = 0;
};

/** Two reviews that the backend has, of a browser that then lost everything. */
const lost = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 86_400_000);
  await review(world, 7);
  await review(world, 8);
  await lose(world);
  return world;
};

const read = ['sessions 100 0'];

test('a browser that lost everything shows the reviews that the backend holds once its person is signed in, and says so', async () => {
  const world = await lost();
  expect(rows(world)).toEqual([]);
  await world.signIn('ada');
  await world.settle();
  const [first, second] = world.server.held();
  expect(rows(world)).toEqual([
    {
      id: first?.start.client_id,
      host: 'github.com',
      repo_owner: 'acme',
      repo_name: 'rocket',
      pr_number: 7,
      pr_title: null,
      time_zone: 'Europe/Berlin',
      start_time: '2026-03-02T09:00:00.000Z',
      end_time: '2026-03-02T09:00:10.000Z',
      duration_seconds: 10,
      intervals: [],
      user_id: 'ada',
      backend_id: first?.id,
      synced: true,
    },
    expect.objectContaining({ id: second?.start.client_id, pr_number: 8, synced: true }),
  ]);
  expect(view(world).recent).toMatchObject([
    { number: 8, durationSeconds: 10, sync: 'synced' },
    { number: 7, durationSeconds: 10, sync: 'synced' },
  ]);
  expect(view(world).days).toEqual([{ date: '2026-03-02', seconds: 20 }]);
  expect(view(world).notices).toEqual([{ kind: 'refilled', count: 2 }]);
  expect(world.server.recordRequests).toEqual(read);
  expect(world.reports).toEqual([]);
});

test('it is read once, and the news of it ends after a day', async () => {
  const world = await lost();
  await world.signIn('ada', 90 * 86_400_000);
  await world.pass(86_400_000);
  world.kill();
  await review(world, 9);
  expect(view(world).notices).toEqual([]);
  expect(rows(world).map(({ pr_number }) => pr_number)).toEqual([7, 8, 9]);
  expect(world.server.recordRequests).toEqual(read);
});

test('what is in the history already stays as it is, and nothing is read for it', async () => {
  const world = await lost();
  await review(world, 9);
  const before = rows(world).map(({ id }) => id);
  await world.signIn('ada');
  await world.settle();
  expect(rows(world).map(({ id }) => id)).toEqual(before);
  expect(view(world).notices).toEqual([]);
  expect(world.server.recordRequests).toEqual([]);
});

test('only what is one’s own comes back', async () => {
  const world = await lost();
  await world.signIn('grace');
  await world.settle();
  expect(rows(world)).toEqual([]);
  expect(view(world).notices).toEqual([]);
});

test('where the backend did not answer, the next wake asks again', async () => {
  const world = await lost();
  world.server.revokeAccess();
  world.online = false;
  await world.signIn('ada', 86_400_000);
  await world.settle();
  expect(world.server.recordRequests).toEqual([]);
  world.online = true;
  world.kill();
  await world.restartBrowser();
  await world.open(1, pageOf(9));
  await world.settle();
  expect(rows(world).map(({ pr_number }) => pr_number)).toEqual([7, 8]);
});

test('a backend that fails is not asked for it again while something is owed', async () => {
  const world = createSimulatedWorld();
  world.server.portal = true;
  await world.signIn('ada', 86_400_000);
  await world.settle();
  expect(world.server.recordRequests).not.toEqual([]);
  world.server.recordRequests.length = 0;
  await world.open(7, pageOf(7));
  await world.pass(10 * 60_000);
  expect(world.server.recordRequests).toEqual([]);
});

test('a worker killed before or after anything that it awaits while it fills the history comes to the same end', async () => {
  for (const when of ['before', 'after'] as const)
    for (let breath = 1; breath < 40; breath += 1) {
      const world = await lost();
      world.killAt(breath, when);
      await world.signIn('ada', 86_400_000);
      await world.settle();
      await world.look(1);
      await world.settle();
      world.kill();
      await world.look(1);
      await world.settle();
      expect({ breath, when, rows: rows(world).map(({ pr_number }) => pr_number) }).toEqual({
        breath,
        when,
        rows: [7, 8],
      });
    }
}, 30_000);
