/** What has been started and how it is stopped again, newest first. */
export type Teardown = {
  add(stop: () => Promise<unknown>): void;
  /** Stops everything once, and goes on when one of them fails; later calls wait for the first. */
  run(): Promise<void>;
};

/** An empty list of things to stop. */
export function teardown(): Teardown {
  const stops: (() => Promise<unknown>)[] = [];
  let running: Promise<void> | undefined;
  const all = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        if (process.env.DEBUG) console.error(error);
      }
    }
  };
  return {
    add: (stop) => void stops.push(stop),
    run: () => {
      running ??= all();
      return running;
    },
  };
}

/** Aborts when the person presses Ctrl-C, when the process is asked to end, or when its parent is gone. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(signal));
  }
  process.on('disconnect', () => controller.abort('disconnect'));
  process.channel?.unref();
  return controller.signal;
}

/** Resolves when the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
