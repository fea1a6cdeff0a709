import { inThreads, type Range } from '../threads.ts';
import { noDays, type Tally, together } from './live.ts';

const thread = new URL('./thread.ts', import.meta.url);

/** Lives through a range over several threads. What it comes to does not depend on how many. */
export const liveInThreads = async (range: Range, threads: number): Promise<Tally> =>
  (await inThreads<Tally>(thread, range, threads)).reduce(together, noDays());
