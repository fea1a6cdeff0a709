import type { Connectivity } from '../ports/connectivity.ts';
import type { AuthFacts } from './auth-facts.ts';
import { owedOf, pendingOf } from './head.ts';
import type { Projection } from './projection.ts';
import type { Runtime } from './runtime.ts';
import type { SyncQueue } from './sync-queue.ts';

interface SyncTriggersParts {
  runtime: Runtime;
  queue: SyncQueue;
  projection: Projection;
  connectivity: Connectivity;
  auth: AuthFacts;
  refill(): Promise<void>;
  report(message: string, cause?: unknown): void;
}

/** What begins a sync besides the alarm and a person: a commit, a sign-in, the network. */
export const createSyncTriggers = ({
  runtime,
  queue,
  projection,
  connectivity,
  auth,
  refill,
  report,
}: SyncTriggersParts) => {
  /** The network may have come or gone. */
  const lookForNetwork = async (): Promise<void> => {
    try {
      if (connectivity.isOnline()) await auth.noteNetwork();
      if (!connectivity.isOnline()) await queue.pump();
      else if (projection.isOffline()) await queue.openRound();
    } catch (error) {
      report('A sync stopped', error);
    }
  };

  return {
    lookForNetwork,
    /** Sends what may go. A sign-in is a sync: what used up its retries gets another round. */
    deliver: async (newcomer: string | null, opensRound: boolean): Promise<void> => {
      try {
        const owes = owedOf(projection.head()) > 0;
        if (newcomer !== null && owes) await queue.adopt(newcomer);
        await (opensRound && owes ? queue.openRound() : queue.pump());
        if (newcomer !== null && pendingOf(projection.head()) === 0) await refill();
      } catch (error) {
        report('A sync stopped', error);
      }
    },
    /** Somebody saw the network come or go; the worker hears of neither by itself. */
    networkChanged: async (): Promise<void> => {
      const isToldOfNetwork = connectivity.isOnline() && projection.isOffline();
      await lookForNetwork();
      if (!isToldOfNetwork || !projection.isOffline()) return;
      projection.setOffline(true);
      await runtime.refresh();
    },
  };
};

export type SyncTriggers = ReturnType<typeof createSyncTriggers>;
