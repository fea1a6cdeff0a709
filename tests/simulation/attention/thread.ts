import { parentPort, workerData } from 'node:worker_threads';
import type { Range } from '../threads.ts';
import { liveDays } from './live.ts';

parentPort?.postMessage(await liveDays(workerData as Range));
