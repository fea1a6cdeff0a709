import type { Ports } from '../../../src/background/ports.ts';
import type { Range } from '../threads.ts';
import { type Plan, planOf } from './plan.ts';
import { type Outcome, play } from './play.ts';
import { shrink } from './shrink.ts';

/** A world in which a law was broken, with the least that breaks one. */
export interface Breach {
  seed: number;
  plan: Plan;
  outcome: Outcome;
}

/** What the worlds of a range came to, all of them added up. */
export interface Tally {
  seeds: number;
  figures: Record<string, number>;
  breaches: Breach[];
}

type Spoil = (ports: Ports) => Ports;

/** Breaches after which a range is given up. */
const ENOUGH = 3;

const add = (figures: Record<string, number>, name: string, amount: number): void => {
  figures[name] = (figures[name] ?? 0) + amount;
};

const count = (figures: Record<string, number>, plan: Plan, { figures: found }: Outcome): void => {
  const { befallen, healedInMs, ...rest } = found;
  for (const [name, amount] of Object.entries(rest)) add(figures, name, amount);
  for (const [name, amount] of befallen) add(figures, `request ${name}`, amount);
  for (const entry of plan.entries) if ('do' in entry) add(figures, `deed ${entry.do}`, 1);
  figures.longestHealingMs = Math.max(figures.longestHealingMs ?? 0, healedInMs);
};

const isBroken = ({ violations }: Outcome): boolean => violations.length > 0;

/** Plays one seed; where it breaks a law, the plan comes back shrunk. */
export const breachOf = async (seed: number, spoil?: Spoil): Promise<Breach | null> => {
  const plan = planOf(seed);
  if (!isBroken(await play(plan, spoil))) return null;
  const least = await shrink(plan, async (smaller) => isBroken(await play(smaller, spoil)));
  return { seed, plan: least, outcome: await play(least, spoil) };
};

/** Plays the worlds of a range one after the other. */
export const simulate = async ({ from, count: total, step = 1 }: Range, spoil?: Spoil): Promise<Tally> => {
  const tally: Tally = { seeds: 0, figures: {}, breaches: [] };
  for (let index = 0; index < total && tally.breaches.length < ENOUGH; index += 1) {
    const seed = from + index * step;
    const plan = planOf(seed);
    const outcome = await play(plan, spoil);
    tally.seeds += 1;
    count(tally.figures, plan, outcome);
    const breach = isBroken(outcome) ? await breachOf(seed, spoil) : null;
    if (breach) tally.breaches.push(breach);
  }
  return tally;
};

/** A breach in words, with the command that plays it again. */
export const describeBreach = ({ seed, plan, outcome }: Breach): string =>
  [
    `Seed ${seed} breaks a law. Play it again: npm run simulate -- --seed ${seed}`,
    ...outcome.violations.map((violation) => `  ${violation}`),
    `The least that breaks it${plan.slowStoreMs > 0 ? `, with storage that takes up to ${plan.slowStoreMs} ms` : ''}:`,
    ...plan.entries.map((entry) => `  ${JSON.stringify(entry)}`),
    'What happened:',
    ...outcome.trace.map((line) => `  ${line}`),
  ].join('\n');
