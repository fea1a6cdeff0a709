import { inThreads, type Range } from '../threads.ts';
import type { Tally } from './simulate.ts';

const thread = new URL('./thread.ts', import.meta.url);

const longest = (one: number, other: number): number => Math.max(one, other);

/** Plays a range over several threads. What it comes to does not depend on how many. */
export const simulateInThreads = async (range: Range, threads: number): Promise<Tally> => {
  const tallies = await inThreads<Tally>(thread, range, threads);
  const figures: Record<string, number> = {};
  for (const tally of tallies)
    for (const [name, amount] of Object.entries(tally.figures))
      figures[name] = name.startsWith('longest')
        ? longest(figures[name] ?? 0, amount)
        : (figures[name] ?? 0) + amount;
  return {
    seeds: tallies.reduce((sum, { seeds }) => sum + seeds, 0),
    figures,
    breaches: tallies.flatMap(({ breaches }) => breaches).sort((a, b) => a.seed - b.seed),
  };
};
