/** One life of a worker. Whatever it asks of the world is a breath, and it may die at any of them. */
export interface WorkerLife {
  /** The same functions; each call is a breath. After death none of them answers. */
  wrap<T extends object>(port: T): T;
  isDead(): boolean;
  die(): void;
  /** Calls that have not been answered yet. */
  unanswered(): number;
}

/** A promise of its own each time: one for all would keep whatever ever waited for it. */
const never = (): Promise<never> => new Promise(() => {});

/** `onBreath` is told before each breath, and answers when in it the worker dies, if it does. */
export const createWorkerLife = (
  onBreath: () => 'before' | 'after' | null,
  onDeath: () => void,
): WorkerLife => {
  let isDead = false;
  let unanswered = 0;

  const die = (): void => {
    if (isDead) return;
    isDead = true;
    onDeath();
  };

  const breathe =
    (call: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (isDead) return never();
      const death = onBreath();
      if (death === 'before') {
        die();
        return never();
      }
      unanswered += 1;
      const answer = call(...args);
      if (death === 'after') die();
      try {
        const value = await answer;
        return isDead ? never() : value;
      } catch (error) {
        if (isDead) return never();
        throw error;
      } finally {
        unanswered -= 1;
      }
    };

  return {
    wrap: (port) =>
      Object.fromEntries(
        Object.entries(port).map(([name, value]) => [
          name,
          typeof value === 'function' ? breathe(value) : value,
        ]),
      ) as typeof port,
    isDead: () => isDead,
    die,
    unanswered: () => unanswered,
  };
};
