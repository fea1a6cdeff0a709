import { expect, test } from 'vitest';
import { review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

interface Row {
  id: string;
  pr_number: number;
  synced: boolean;
}

const rows = ({ store }: SimulatedWorld): Row[] =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(([, row]) => row as Row);

/** Pull requests whose session still has an item under this prefix. */
const owing = (world: SimulatedWorld, prefix: 'syncQueue' | 'failedSyncItems'): number[] => {
  const numberOf = new Map(rows(world).map(({ id, pr_number }) => [id, pr_number]));
  return Object.entries(world.store.all())
    .filter(([key]) => key.startsWith(`${prefix}/`))
    .map(([, item]) => numberOf.get((item as { session_id: string }).session_id) ?? 0);
};

const refusedNow = (world: SimulatedWorld): number[] =>
  owing(world, 'failedSyncItems')
    .filter((number) => number !== 99)
    .sort((a, b) => a - b);

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Pull request 99 fails for now, and then so many others are refused. */
const refusedReviews = async (count: number): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 86_400_000);
  world.server.refusals.set(99, { kind: 'busy', status: 503, until: null });
  await review(world, 99);
  await world.pass(40_000);
  for (const number of range(1, count)) {
    world.server.refusals.set(number, { kind: 'refused', status: 403, code: 'forbidden', reason: 'No.' });
    await review(world, number);
  }
  return world;
};

test('of 51 refused sessions 50 are kept; the oldest leaves with what waited behind it, and its time stays', async () => {
  const world = await refusedReviews(51);
  await world.settle();
  expect(refusedNow(world)).toEqual(range(2, 51));
  expect(owing(world, 'syncQueue')).not.toContain(1);
  expect(rows(world).find(({ pr_number }) => pr_number === 1)).toMatchObject({ synced: false });
  expect(world.memory.all().head).toMatchObject({ head: { queue: { refused: 50 } } });
  expect(world.reports).toEqual([]);
});

test('what used up its retries is never given up for what was refused', async () => {
  const world = await refusedReviews(52);
  expect(owing(world, 'syncQueue').concat(owing(world, 'failedSyncItems'))).toContain(99);
  world.server.refusals.delete(99);
  await world.send({ type: 'SYNC_NOW' });
  await world.pass(1_000);
  expect(world.server.held().map(({ start, end }) => [start.pr_number, end?.duration_seconds])).toEqual([
    [99, 10],
  ]);
});

test('an item that is refused again stays to be seen, however old it is', async () => {
  const world = await refusedReviews(50);
  const first = rows(world).find(({ pr_number }) => pr_number === 1)?.id ?? '';
  const forbidden = { kind: 'refused', status: 403, code: 'forbidden', reason: 'No.' } as const;
  world.server.refusals.set(1, { kind: 'busy', status: 503, until: null });
  await world.send({ type: 'RETRY_SESSION', data: { id: first } });
  world.server.refusals.set(51, forbidden);
  await review(world, 51);
  world.server.refusals.set(1, forbidden);
  await world.pass(60_000);
  expect(refusedNow(world)).toEqual([1, ...range(3, 51)]);
});
