/** One life of a service worker: everything that it awaits is a breath, and it may die at any of them. */
export interface Life {
  /** The same functions; each of their calls is a breath. After death none of them returns. */
  wrap<T extends object>(port: T): T;
  /** Resolves with the work, or with `undefined` when the life ends first. */
  survive<T>(work: Promise<T>): Promise<T | undefined>;
  die(): void;
  isDead(): boolean;
  breaths(): number;
}

const never = new Promise<never>(() => {});

/** A life that ends by itself at a breath, where one is named: before or after what is done with it. */
export const createLife = (end: { breath: number; when: 'before' | 'after' } | null): Life => {
  let breaths = 0;
  let dead = false;
  const awaited = new Set<(nothing: undefined) => void>();
  const die = (): void => {
    dead = true;
    for (const resolve of awaited) resolve(undefined);
  };
  const breathe =
    (call: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (dead) return never;
      breaths += 1;
      const isLast = end !== null && breaths >= end.breath;
      if (isLast && end.when === 'before') {
        die();
        return never;
      }
      const result = call(...args);
      if (isLast) {
        die();
        return never;
      }
      const value = await result;
      return dead ? never : value;
    };
  return {
    wrap: (port) =>
      Object.fromEntries(
        Object.entries(port).map(([name, value]) => [
          name,
          typeof value === 'function' ? breathe(value) : value,
        ]),
      ) as typeof port,
    survive: async <T>(work: Promise<T>): Promise<T | undefined> => {
      let onDeath: (nothing: undefined) => void = () => {};
      const death = new Promise<undefined>((resolve) => {
        onDeath = resolve;
      });
      if (dead) onDeath(undefined);
      awaited.add(onDeath);
      try {
        return await Promise.race([work, death]);
      } finally {
        awaited.delete(onDeath);
      }
    },
    die,
    isDead: () => dead,
    breaths: () => breaths,
  };
};
