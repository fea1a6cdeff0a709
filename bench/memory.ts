import { Worker } from 'node:worker_threads';
import { type Contestant, interleave } from './interleave.ts';
import type { Load } from './memory-world.ts';
import { median, type Report, type Row } from './report.ts';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 3;

const few: Load = { deliveries: FEW, facts: FEW };

const heapAfter = (name: string, load: Load): Contestant => ({
  name,
  sample: () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./memory-world.ts', import.meta.url), { workerData: load });
      worker.once('error', reject);
      worker.once('message', (bytes: number) => {
        void worker.terminate();
        resolve(bytes);
      });
    }),
});

/**
 * What the core keeps after it has delivered, or has heard of a person's attention: the heap of a thread of its own,
 * which holds the core and what it imports as the extension's worker does, after its garbage was collected.
 */
export async function memory(): Promise<Report> {
  const samples = await interleave(
    [
      heapAfter('few', few),
      heapAfter('deliveries', { ...few, deliveries: MANY }),
      heapAfter('facts', { ...few, facts: MANY }),
      heapAfter('control', few),
    ],
    { rounds: ROUNDS, warmUp: 0 },
  );
  const row = (what: string, name: string, most: number | null): Row => ({
    what,
    unit: 'B',
    ours: median(samples.get(name) ?? []),
    peer: median(samples.get('few') ?? []),
    gate: most === null ? null : { bound: 'most', value: most, fails: true },
  });
  return {
    title: `memory: the core's heap after deliveries and after facts (medians of ${ROUNDS})`,
    rows: [
      row(`after ${MANY} deliveries, against ${FEW}`, 'deliveries', 1.5),
      row(`after ${MANY} facts of attention, against ${FEW}`, 'facts', 1.1),
      row(`control: after ${FEW} of each, again`, 'control', null),
    ],
    notes: [],
  };
}
