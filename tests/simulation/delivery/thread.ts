import { parentPort, workerData } from 'node:worker_threads';
import type { Range } from '../threads.ts';
import { simulate } from './simulate.ts';

parentPort?.postMessage(await simulate(workerData as Range));
