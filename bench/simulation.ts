import { availableParallelism } from 'node:os';
import type { Tally } from '../tests/simulation/attention/live.ts';
import { liveInThreads } from '../tests/simulation/attention/threads.ts';
import { simulateInThreads } from '../tests/simulation/delivery/threads.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../tests/support/simulated-world.ts';
import { atMost, type Report, type Row } from './report.ts';

const DAYS = 20_000;
const MANY_DAYS = 1_000_000;
const WORLDS = 5_000;
const HOUR_MS = 3_600_000;
const INPUT_EVERY_MS = 5_000;

const threads = Math.min(2, availableParallelism());

/** Runs work and answers what it came to, and how many of `count` went by in a second. */
const paced = async <T>(count: number, work: () => Promise<T>): Promise<[T, number]> => {
  const began = performance.now();
  const outcome = await work();
  return [outcome, Math.round((count * 1000) / (performance.now() - began))];
};

const signedIn = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 7 * 24 * HOUR_MS);
  await world.pass(60_000);
  return world;
};

/** Wakes of an hour in which a person reads a pull request and touches it every few seconds. */
const wakesWhileCounting = async (): Promise<number> => {
  const world = await signedIn();
  await world.open(1, 'https://github.com/acme/rocket/pull/7');
  await world.pass(10_000);
  const before = world.wakes;
  for (let ms = 0; ms < HOUR_MS; ms += INPUT_EVERY_MS) {
    await world.pass(INPUT_EVERY_MS);
    await world.input();
  }
  return world.wakes - before;
};

/** Wakes of an hour without a pull request, in which nothing is owed. */
const wakesAtRest = async (): Promise<number> => {
  const world = await signedIn();
  await world.open(1, 'https://example.org/');
  await world.pass(60_000);
  const before = world.wakes;
  await world.pass(HOUR_MS);
  return world.wakes - before;
};

const count = (what: string, ours: number, most: number): Row => ({
  what,
  unit: '',
  ours,
  peer: null,
  gate: atMost(most),
});

const rowsOf = ({ worstErrorMs, daysOverClock, faults }: Tally): Row[] => [
  { ...count('worst error of counted time, a change of attention', worstErrorMs, 2_000), unit: 'ms' },
  count('days that exceed their wall clock', daysOverClock, 0),
  count('days that break any law', faults.length, 0),
];

const seenIn = ({ sessions, crashes, gaps }: Tally): string =>
  `${sessions} sessions, ${crashes} crashes and ${gaps} gaps were lived through.`;

/** The same days as {@link simulation} lives through, and on to a million: some twenty minutes. */
export async function millionDays(): Promise<Report> {
  const [lived, daysASecond] = await paced(MANY_DAYS, () =>
    liveInThreads({ from: 1, count: MANY_DAYS }, threads),
  );
  return {
    title: `simulation: ${MANY_DAYS} days from seed 1`,
    rows: rowsOf(lived),
    notes: [`${daysASecond} days a second, over ${threads} threads.`, seenIn(lived)],
  };
}

/**
 * Counts out of simulated time: how wrong the counted time gets, how often a law of delivery breaks, how often the
 * worker is woken. `npm run simulate` goes on where these stop.
 */
export async function simulation(): Promise<Report> {
  const [lived, daysASecond] = await paced(DAYS, () => liveInThreads({ from: 1, count: DAYS }, threads));
  const [played, worldsASecond] = await paced(WORLDS, () =>
    simulateInThreads({ from: 1, count: WORLDS }, threads),
  );
  return {
    title: `simulation: ${DAYS} days from seed 1, ${WORLDS} worlds from seed 1`,
    rows: [
      ...rowsOf(lived),
      count('worlds that break a law of delivery', played.breaches.length, 0),
      count('wakes an hour while a pull request counts', await wakesWhileCounting(), 62),
      count('wakes an hour with none open and nothing owed', await wakesAtRest(), 0),
    ],
    notes: [
      `${daysASecond} days and ${worldsASecond} worlds a second, over ${threads} threads.`,
      seenIn(lived),
    ],
  };
}
