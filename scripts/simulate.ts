/**
 * `npm run simulate`: plays worlds in which everything fails that can, each from one seed, and holds each to the laws of
 * delivery. `--seeds N` says how many, `--from S` which is the first, `--threads T` how many at once; `--seed X` plays
 * one and tells all about it. Every seed comes to the same each time.
 */
import { availableParallelism } from 'node:os';
import { planOf } from '../tests/simulation/delivery/plan.ts';
import { play } from '../tests/simulation/delivery/play.ts';
import { breachOf, describeBreach, type Tally } from '../tests/simulation/delivery/simulate.ts';
import { simulateInThreads } from '../tests/simulation/delivery/threads.ts';
import { ExpectedProblem, readArguments, runCommand } from './command.ts';

const A_MILLION = 1_000_000;
/** Worlds between two lines of progress. */
const CHUNK = 50_000;

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

await runCommand(async () => {
  const { values } = readArguments('npm run simulate', {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    threads: { type: 'string' },
  });
  if (values.seed !== undefined) return playOne(numberFrom('seed', values.seed, 1));
  const count = numberFrom('seeds', values.seeds, A_MILLION);
  const from = numberFrom('from', values.from, 1);
  const threads = numberFrom('threads', values.threads, availableParallelism());
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
});
