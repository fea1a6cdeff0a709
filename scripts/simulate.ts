/**
 * `npm run simulate`: plays worlds in which everything fails that can, each from one seed, and holds each to the laws of
 * delivery. `--seeds N` says how many, `--from S` which is the first, `--threads T` how many at once; `--seed X` plays
 * one and tells all about it. With `--days N` it lives through as many days of simulated persons instead, and holds the
 * counted time to what they really did; `--day X` lives one. With `--mutants` it puts wrong versions of WorkTime into
 * these worlds, one after the other, and says in which of them each breaks a law. Every seed comes to the same each time.
 */
import { availableParallelism } from 'node:os';
import {
  describeFault,
  type Tally as Lived,
  liveDays,
  noDays,
  together,
} from '../tests/simulation/attention/live.ts';
import { liveADay } from '../tests/simulation/attention/person.ts';
import { liveInThreads } from '../tests/simulation/attention/threads.ts';
import { huntMutant } from '../tests/simulation/delivery/mutant-hunt.ts';
import { mutants } from '../tests/simulation/delivery/mutants.ts';
import { planOf } from '../tests/simulation/delivery/plan.ts';
import { play } from '../tests/simulation/delivery/play.ts';
import { breachOf, describeBreach, type Tally } from '../tests/simulation/delivery/simulate.ts';
import { simulateInThreads } from '../tests/simulation/delivery/threads.ts';
import { ExpectedProblem, readArguments, runCommand } from './command.ts';

const A_MILLION = 1_000_000;
/** Worlds between two lines of progress. */
const CHUNK = 50_000;

/** Days between two lines of progress. */
const DAYS_AT_ONCE = 10_000;

/** Which seeds are played, and in how many threads at once. */
interface Course {
  from: number;
  count: number;
  threads: number;
}

/** In how many worlds a mutant has to show itself. */
const WORLDS_A_MUTANT = 2_000;

const numberFrom = (name: string, text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new ExpectedProblem(
    `npm run simulate: --${name} is "${text}", which is not a whole number from 1 on.`,
    2,
  );
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const playOne = async (seed: number): Promise<number> => {
  const plan = planOf(seed);
  const { trace, violations } = await play(plan);
  for (const entry of plan.entries) say(JSON.stringify(entry));
  for (const line of trace) say(line);
  const breach = violations.length > 0 ? await breachOf(seed) : null;
  say(breach ? `\n${describeBreach(breach)}` : 'Every law holds.');
  return breach ? 1 : 0;
};

const addUp = (total: Record<string, number>, { figures }: Tally): void => {
  for (const [name, amount] of Object.entries(figures))
    total[name] = name.startsWith('longest')
      ? Math.max(total[name] ?? 0, amount)
      : (total[name] ?? 0) + amount;
};

const figuresOf = ({ days, worstErrorMs, daysOverClock, faults, ...seen }: Lived): string[] => [
  `worst error                     ${Math.ceil(worstErrorMs)} ms a change of attention`,
  `days over their wall clock      ${daysOverClock}`,
  ...Object.entries({ days, ...seen }).map(([name, amount]) => `${name.padEnd(32)}${amount}`),
];

const liveOne = async (seed: number): Promise<number> => {
  for (const deed of liveADay(seed)) say(JSON.stringify(deed));
  const lived = await liveDays({ from: seed, count: 1 });
  for (const line of [...figuresOf(lived), ...lived.faults.map(describeFault)]) say(line);
  return lived.faults.length > 0 ? 1 : 0;
};

const liveMany = async ({ from, count, threads }: Course): Promise<number> => {
  const began = performance.now();
  let lived = noDays();
  say(`Days ${from} to ${from + count - 1}; a day's number is its seed.`);
  for (let at = 0; at < count && lived.faults.length === 0; at += DAYS_AT_ONCE) {
    const range = { from: from + at, count: Math.min(DAYS_AT_ONCE, count - at) };
    lived = together(lived, await liveInThreads(range, threads));
    const seconds = (performance.now() - began) / 1000;
    say(`${lived.days} days in ${seconds.toFixed(0)} s, ${(lived.days / seconds).toFixed(0)} a second`);
  }
  for (const line of [...figuresOf(lived), ...lived.faults.map(describeFault)]) say(line);
  return lived.faults.length > 0 ? 1 : 0;
};

const playMany = async ({ from, count, threads }: Course): Promise<number> => {
  const total: Record<string, number> = {};
  const began = performance.now();
  let done = 0;
  for (let at = 0; at < count; at += CHUNK) {
    const tally = await simulateInThreads({ from: from + at, count: Math.min(CHUNK, count - at) }, threads);
    addUp(total, tally);
    done += tally.seeds;
    const seconds = (performance.now() - began) / 1000;
    say(`${done} worlds in ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(0)} a second`);
    if (tally.breaches.length === 0) continue;
    for (const breach of tally.breaches) say(`\n${describeBreach(breach)}`);
    return 1;
  }
  for (const name of Object.keys(total).sort()) say(`${name.padEnd(32)}${total[name]}`);
  return 0;
};

const huntAll = async (worlds: number): Promise<number> => {
  let missed = 0;
  for (const mutant of mutants) {
    const found = await huntMutant({ mutant, worlds });
    if (found === null) missed += 1;
    say(`${found === null ? 'MISSED' : 'caught'}  ${mutant.name}`);
    say(found === null ? `        in ${worlds} worlds` : `        in world ${found.seed}: ${found.law}`);
  }
  say(`${mutants.length - missed} caught, ${missed} missed`);
  return missed > 0 ? 1 : 0;
};

await runCommand(async () => {
  const { values } = readArguments('npm run simulate', {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    threads: { type: 'string' },
    days: { type: 'string' },
    day: { type: 'string' },
    mutants: { type: 'boolean' },
  });
  if (values.seed !== undefined) return playOne(numberFrom('seed', values.seed, 1));
  if (values.day !== undefined) return liveOne(numberFrom('day', values.day, 1));
  if (values.mutants) return huntAll(numberFrom('seeds', values.seeds, WORLDS_A_MUTANT));
  const course = {
    from: numberFrom('from', values.from, 1),
    threads: numberFrom('threads', values.threads, availableParallelism()),
  };
  return values.days === undefined
    ? playMany({ ...course, count: numberFrom('seeds', values.seeds, A_MILLION) })
    : liveMany({ ...course, count: numberFrom('days', values.days, A_MILLION) });
});
