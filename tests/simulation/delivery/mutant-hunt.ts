import { Worker } from 'node:worker_threads';
import type { Mutant } from './mutants.ts';

/** What a thread is given: a mutant, and how many worlds it has to show itself in. */
export interface Hunt {
  mutant: Mutant;
  worlds: number;
}

/** The first world in which a mutant broke a law, and that law. */
export interface Catch {
  seed: number;
  law: string;
}

const thread = new URL('./mutant-thread.ts', import.meta.url);

/** Plays worlds with a mutant in the place of WorkTime, until one breaks a law. `null` where none of them does. */
export const huntMutant = (hunt: Hunt): Promise<Catch | null> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: hunt });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
