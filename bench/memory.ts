import { Worker } from 'node:worker_threads';
import { type Contestant, interleave } from './interleave.ts';
import { median, type Report } from './report.ts';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 3;

const afterDelivering = (name: string, deliveries: number): Contestant => ({
  name,
  sample: () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./memory-world.ts', import.meta.url), {
        workerData: { deliveries },
      });
      worker.once('error', reject);
      worker.once('message', (bytes: number) => {
        void worker.terminate();
        resolve(bytes);
      });
    }),
});

/**
 * What the core keeps after it has delivered: the heap of a thread of its own, which holds the core and what it
 * imports as the extension's worker does, after its garbage was collected.
 */
export async function memory(): Promise<Report> {
  const samples = await interleave(
    [afterDelivering('few', FEW), afterDelivering('many', MANY), afterDelivering('control', FEW)],
    { rounds: ROUNDS, warmUp: 0 },
  );
  const value = (name: string) => median(samples.get(name) ?? []);
  return {
    title: `memory: the core's heap after deliveries (medians of ${ROUNDS})`,
    rows: [
      {
        what: `after ${MANY} deliveries, against ${FEW}`,
        unit: 'B',
        ours: value('many'),
        peer: value('few'),
        gate: { bound: 'most', value: 1.5, fails: true },
      },
      {
        what: `control: after ${FEW}, again`,
        unit: 'B',
        ours: value('control'),
        peer: value('few'),
        gate: null,
      },
    ],
    notes: [],
  };
}
