import { Worker } from 'node:worker_threads';
import type { Range, Tally } from './simulate.ts';

const thread = new URL('./thread.ts', import.meta.url);

const play = (range: Range): Promise<Tally> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: range });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

const longest = (one: number, other: number): number => Math.max(one, other);

/** Plays a range over several threads. What it comes to does not depend on how many. */
export const simulateInThreads = async ({ from, count }: Range, threads: number): Promise<Tally> => {
  const tallies = await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      play({ from: from + index, count: Math.ceil((count - index) / threads), step: threads }),
    ),
  );
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
