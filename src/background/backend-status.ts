import * as v from 'valibot';
import type { Clock } from '../ports/clock.ts';
import type { SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';

/** The storage key of what is known of the backend. */
export const BACKEND_KEY = 'backend';

/** How long what the backend said of itself is relied on, in milliseconds. */
const FRESH_MS = 15 * 60_000;

/** How soon it is asked again where it did not answer. */
const AGAIN_MS = 60_000;

const Known = v.object({
  features: v.array(v.string()),
  /** Names one unbroken life of the backend's data. */
  epoch: v.nullable(v.string()),
  at: v.number(),
});
type Known = v.InferOutput<typeof Known>;

interface StatusParts {
  store: Store;
  clock: Clock;
  sessions: SessionApi;
  /** Told that the backend's data began anew: it may have lost what it had acknowledged. */
  onRestored(): Promise<void>;
}

/**
 * What the backend says of itself in `/health`, asked for again after a while. Where the store does not take it, only
 * this worker knows.
 */
export const createBackendStatus = ({ store, clock, sessions, onRestored }: StatusParts) => {
  let known: Known | null = null;
  let asking: Promise<boolean> | null = null;

  const note = async (next: Known): Promise<void> => {
    const isOther =
      known !== null && known.epoch !== null && next.epoch !== null && known.epoch !== next.epoch;
    if (isOther) await onRestored();
    known = next;
    await store.commit({ [BACKEND_KEY]: next }).catch(() => {});
  };

  const ask = async (): Promise<boolean> => {
    const answer = await sessions.health();
    if (answer.ok) await note({ ...answer.value, at: clock.now() });
    else known = { features: [], epoch: null, ...known, at: clock.now() - FRESH_MS + AGAIN_MS };
    return answer.ok || (answer.failure.kind !== 'unreachable' && answer.failure.kind !== 'unintelligible');
  };

  /** Asks the backend now. `false` where something else answers, or nothing. Calls while one is under way share it. */
  const check = (): Promise<boolean> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };

  return {
    restore: (stored: unknown): void => {
      const found = v.safeParse(Known, stored);
      known = found.success ? found.output : null;
    },
    check,
    /** Asks where that was not done for a while. */
    learn: async (): Promise<void> => {
      const age = known === null ? Number.POSITIVE_INFINITY : clock.now() - known.at;
      if (age >= FRESH_MS || age < 0) await check();
    },
    offersBatches: (): boolean => known?.features.includes('batch') ?? false,
    /** Notes that the backend does not take batches, whatever it said. */
    withoutBatches: async (): Promise<void> => {
      const features = (known?.features ?? []).filter((name) => name !== 'batch');
      await note({ epoch: null, ...known, features, at: clock.now() });
    },
  };
};

export type BackendStatus = ReturnType<typeof createBackendStatus>;
