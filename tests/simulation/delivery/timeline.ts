/** One turn of the event loop: every chain of resolved promises runs to its end before it. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Happening {
  at: number;
  order: number;
  work(): void;
}

/** Simulated time in milliseconds since the world began. It passes only from one happening to the next. */
export interface Timeline {
  now(): number;
  /** Lets something happen in so many milliseconds; answers a function that takes it back. */
  after(ms: number, work: () => void): () => void;
  /** When the next thing happens; infinity where nothing does. */
  nextAt(): number;
  /** Goes to the next happening, or to `limit` where that is before it. `false` where it reached the limit. */
  step(limit: number): boolean;
  /** Time passes in which nothing that was planned can happen, as while a machine sleeps. */
  skip(ms: number): void;
}

export const createTimeline = (): Timeline => {
  let now = 0;
  let order = 0;
  const planned: Happening[] = [];

  const first = (): Happening | undefined => {
    let least = planned[0];
    for (const happening of planned)
      if (least && (happening.at < least.at || (happening.at === least.at && happening.order < least.order)))
        least = happening;
    return least;
  };

  const drop = (happening: Happening): void => {
    const index = planned.indexOf(happening);
    if (index >= 0) planned.splice(index, 1);
  };

  return {
    now: () => now,
    after: (ms, work) => {
      order += 1;
      const happening = { at: now + Math.max(0, ms), order, work };
      planned.push(happening);
      return () => drop(happening);
    },
    nextAt: () => first()?.at ?? Number.POSITIVE_INFINITY,
    step: (limit) => {
      const next = first();
      if (!next || next.at > limit) {
        now = Math.max(now, limit);
        return false;
      }
      drop(next);
      now = Math.max(now, next.at);
      next.work();
      return true;
    },
    skip: (ms) => {
      now += ms;
    },
  };
};
