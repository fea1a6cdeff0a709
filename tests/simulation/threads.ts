import { Worker } from 'node:worker_threads';

/** Seeds `from`, `from + step`, and so on, `count` of them. */
export interface Range {
  from: number;
  count: number;
  step?: number;
}

const answerOf = <Answer>(thread: URL, range: Range): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: range });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/**
 * Deals the seeds of a range out to several threads, each of which is given a range as its `workerData` and answers once.
 * One thread is the module that `thread` names.
 */
export const inThreads = <Answer>(
  thread: URL,
  { from, count }: Omit<Range, 'step'>,
  threads: number,
): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: threads }, (_, index) =>
      answerOf<Answer>(thread, {
        from: from + index,
        count: Math.ceil((count - index) / threads),
        step: threads,
      }),
    ),
  );
