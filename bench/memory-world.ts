import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { runtimeWorld } from './runtime-world.ts';

/** Delivers as many items as it is told to, and answers the bytes that are then in use in its own heap. */
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const { deliveries }: { deliveries: number } = workerData;
const world = await runtimeWorld(deliveries);
await world.deliver(deliveries);
for (let times = 0; times < 5; times += 1) {
  collect();
  await new Promise((resolve) => setImmediate(resolve));
}
parentPort?.postMessage(process.memoryUsage().heapUsed);
