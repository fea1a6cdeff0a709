import { expect, test } from 'vitest';
import { readLedger } from '../../src/ui/ledger.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = 'https://github.com/acme/rocket/pull/7';

/** A morning at one pull request: looked at, left for another tab, come back to, fallen idle at, ended by hand. */
const morning = async (world: SimulatedWorld): Promise<void> => {
  await world.open(1, page);
  await world.pass(20_000);
  await world.input('key');
  await world.pass(10_000);
  await world.open(2, 'https://example.org/');
  await world.pass(10_000);
  await world.look(1);
  await world.pass(10_000);
  await world.input('selection');
  await world.pass(70_000);
  await world.input('scroll');
  await world.pass(30_000);
};

const clockTime = (instant: string | number | null): unknown =>
  instant === null ? null : new Date(instant).toISOString().slice(11, 19);

test('every interval of an ended session says why it began, why it ended, and by what evidence', async () => {
  const world = createSimulatedWorld();
  await morning(world);
  await world.send({ type: 'END_SESSION', data: undefined });
  const [row] = Object.entries(world.store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(([, value]) => value as { intervals: [string, string][]; causes: Record<string, string>[] });
  expect(row?.intervals.map((pair) => pair.map(clockTime))).toEqual([
    ['09:00:00', '09:00:30'],
    ['09:00:40', '09:01:50'],
    ['09:02:00', '09:02:30'],
  ]);
  expect(row?.causes.map((cause) => ({ ...cause, input_at: clockTime(cause.input_at ?? null) }))).toEqual([
    { began: 'opened', ended: 'hidden', input_at: '09:00:00', input: 'look' },
    { began: 'looked-at', ended: 'idle', input_at: '09:00:50', input: 'selection' },
    { began: 'input', ended: 'ended-by-hand', input_at: '09:02:00', input: 'scroll' },
  ]);
});

test('the ledger of the review that counts tells the same while it lasts, and is gone after it', async () => {
  const world = createSimulatedWorld();
  await morning(world);
  const { id } = world.store.all().activeSession as { id: string };
  const ledger = readLedger(world.memory.all().ledger);
  expect({
    ...ledger,
    stretches: ledger?.stretches.map(({ start, end, began, ended }) => [
      clockTime(start),
      clockTime(end),
      began,
      ended,
    ]),
  }).toEqual({
    id,
    stretches: [
      ['09:00:00', '09:00:30', 'opened', 'hidden'],
      ['09:00:40', '09:01:50', 'looked-at', 'idle'],
    ],
  });
  await world.send({ type: 'END_SESSION', data: undefined });
  expect(world.memory.all().ledger).toBe(undefined);
});

test('a ledger of another shape is none', () => {
  expect([undefined, null, 7, {}, { id: 's', stretches: [{ start: 1 }] }].map(readLedger)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
