import 'fake-indexeddb/auto';
import { createRequire } from 'node:module';
import { build } from 'vite';
import type * as Workbox from 'workbox-background-sync';
import { root } from '../scripts/command.ts';

/** A queue of workbox-background-sync with requests that wait in it. */
export interface WorkboxQueue {
  /** Replays them; answers the milliseconds that it took. */
  drain(): Promise<number>;
}

/** What workbox asks of the service worker that it believes to be in: a registration without background sync. */
const worker = { registration: { scope: 'http://127.0.0.1/' }, addEventListener: () => {} };

/** Loads workbox, which Node cannot import as it is: its files name each other without their endings. */
const loadWorkbox = async (): Promise<typeof Workbox> => {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      rolldownOptions: {
        input: createRequire(import.meta.url).resolve('workbox-background-sync'),
        preserveEntrySignatures: 'strict',
      },
    },
  });
  const outputs = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  const code = outputs.flatMap((file) => (file.type === 'chunk' ? file.code : [])).join('\n');
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
};

let workbox: Promise<typeof Workbox> | undefined;

/** Puts requests into a queue of their own, over an IndexedDB in memory. */
export async function workboxQueue(requests: readonly Request[]): Promise<WorkboxQueue> {
  Object.assign(globalThis, worker, { self: globalThis });
  workbox ??= loadWorkbox();
  const { Queue } = await workbox;
  const queue = new Queue(`bench-${crypto.randomUUID()}`, {
    forceSyncFallback: true,
    onSync: async () => {},
  });
  for (const request of requests) await queue.pushRequest({ request });
  return {
    drain: async () => {
      const began = performance.now();
      await queue.replayRequests();
      const elapsed = performance.now() - began;
      if ((await queue.size()) > 0) throw new Error('Workbox left requests behind.');
      return elapsed;
    },
  };
}
