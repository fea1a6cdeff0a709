import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { describeBreach } from './simulate.ts';
import { simulateInThreads } from './threads.ts';

const SEEDS = 20_000;

test(`over ${SEEDS} simulated worlds nothing is lost, nothing comes twice, and nothing is stuck, whatever fails`, async () => {
  const { seeds, breaches } = await simulateInThreads(
    { from: 1, count: SEEDS },
    Math.min(2, availableParallelism()),
  );
  expect(breaches.map(describeBreach).join('\n\n')).toBe('');
  expect(seeds).toBe(SEEDS);
}, 600_000);
