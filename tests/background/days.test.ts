import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;
const HOUR = 3_600_000;
const MINUTE = 60_000;

const days = ({ memory }: SimulatedWorld) => (memory.all().view as View).days;

/** A person who reads without a break for that long. */
const read = async (world: SimulatedWorld, ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 30_000) {
    await world.pass(Math.min(left, 30_000));
    await world.input();
  }
};

/** A review that counts for two minutes around midnight in Berlin, one on each side. */
const overMidnight = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await world.pass(14 * HOUR - MINUTE);
  await world.open(7, page(7));
  await read(world, 2 * MINUTE);
  return world;
};

const split = [
  { date: '2026-03-02', seconds: 60 },
  { date: '2026-03-03', seconds: 60 },
];

test('what an ended review counted lies on the local days on which it counted', async () => {
  const world = await overMidnight();
  await world.close(7);
  await world.pass(4_000);
  expect(days(world)).toEqual(split);
});

test('the closed intervals of an open review are among it, and its end adds nothing', async () => {
  const world = await overMidnight();
  await world.open(1, 'https://example.org/');
  expect(days(world)).toEqual(split);
  await world.close(7);
  await world.pass(4_000);
  expect(days(world)).toEqual(split);
});

test('an acknowledgement, which writes the row again, counts nothing twice', async () => {
  const world = await overMidnight();
  await world.close(7);
  await world.pass(60_000);
  expect([world.server.held().length, days(world)]).toEqual([1, split]);
});

test('a review that a person discards takes its time with it', async () => {
  const world = await overMidnight();
  world.server.refusals.set(7, { kind: 'refused', status: 403, code: 'forbidden', reason: 'No.' });
  await world.close(7);
  await world.pass(60_000);
  const [session] = (world.memory.all().view as View).recent;
  await world.send({ type: 'DISCARD_SESSION', data: { id: session?.id ?? '' } });
  await world.pass(1_000);
  expect(days(world)).toEqual([]);
});

test('days are counted anew from the history where the head is lost', async () => {
  const world = await overMidnight();
  await world.close(7);
  await world.pass(4_000);
  world.kill();
  await world.memory.commit({}, ['head', 'view']);
  await world.notice();
  expect(days(world)).toEqual(split);
});

test('what rows that left the history counted stays in their days, also after a browser restart', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 7 * 24 * HOUR);
  for (let number = 1; number <= 110; number += 1) {
    await world.open(1, page(number));
    await world.pass(10_000);
  }
  await world.close(1);
  await world.pass(60_000);
  const rows = Object.keys(world.store.all()).filter((key) => key.startsWith('sessionHistory/'));
  expect(rows).toHaveLength(100);
  expect(days(world)).toEqual([{ date: '2026-03-02', seconds: 1_100 }]);
  await world.restartBrowser();
  await world.pass(1_000);
  expect(days(world)).toEqual([{ date: '2026-03-02', seconds: 1_100 }]);
}, 30_000);

test('a day is forgotten when seven others have followed it', async () => {
  const world = await overMidnight();
  await world.close(7);
  await world.pass(6 * 24 * HOUR);
  await world.open(8, page(8));
  expect(days(world)).toEqual(split.slice(1));
});
