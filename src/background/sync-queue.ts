import type { Failure } from '../domain/failure.ts';
import type { ReviewLog } from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';
import { isExpiring } from '../domain/token.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID, FAILED_PREFIX, type Instance, QUEUE_PREFIX } from './charts.ts';
import type { Change, Message } from './decide.ts';
import type { Lanes } from './lanes.ts';
import { BATCH_SESSIONS, CONCURRENCY } from './pushes.ts';
import { evictRefused } from './refusals.ts';
import type { Runtime } from './runtime.ts';

/** How many stored items are read at once, so that whatever else comes up gets its turn in between. */
const LOAD_CHUNK = 500;

interface QueueParts {
  runtime: Runtime;
  lanes: Lanes;
  store: Store;
  clock: Clock;
  connectivity: Connectivity;
  /** Whether the backend takes many sessions in one request, as far as is known. */
  offersBatches(): boolean;
  /** Finds out what the backend offers, where that was not asked for long. Resolves early where few items wait. */
  learn(): Promise<void>;
  /** Told whenever an attempt is about to be made. Answers whether it may be. */
  seeNetwork(online: boolean): Promise<boolean>;
  /** Whether the last attempt found no network. */
  isOffline(): boolean;
  /** Whether anything waits to be delivered, as far as is known without reading it. */
  isOwing(): boolean;
  /** Told once every stored item is in memory. */
  onLoaded(): Promise<void>;
}

const isAskedToWait = (instance: Instance | null): boolean => {
  const failure = instance?.context.lastError as Failure | null | undefined;
  return failure?.kind === 'busy' && failure.until !== null;
};

const isNobodysSession = ({ chart, context }: Instance): boolean =>
  chart === 'session' && (context.log as ReviewLog | null)?.userId === null;

type Tell = Extract<Message, { chart: 'syncItem' }>['event'];

/** Decides which items are sent when: at most one drain at a time, and no step of it looks at the whole queue. */
export const createSyncQueue = ({ runtime, lanes, store, clock, connectivity, ...told }: QueueParts) => {
  let loading: Promise<void> | null = null;
  let isLoaded = false;
  let pumping: Promise<void> | null = null;
  let again = false;

  const loadAll = async (): Promise<void> => {
    const keys = await store.keys();
    const records = keys.flatMap((key) => {
      const prefix = [QUEUE_PREFIX, FAILED_PREFIX].find((start) => key.startsWith(start));
      return prefix ? [{ chart: 'syncItem' as const, id: key.slice(prefix.length), key }] : [];
    });
    for (let from = 0; from < records.length; from += LOAD_CHUNK)
      await runtime.restore(records.slice(from, from + LOAD_CHUNK), true);
    await told.onLoaded();
    isLoaded = true;
    runtime.resume();
  };

  const load = (): Promise<void> => {
    loading ??= loadAll().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };

  /** Tells these items, where there are any. */
  const tell = async (ids: readonly string[], event: Tell): Promise<void> => {
    if (ids.length === 0) return;
    await runtime.dispatch(ids.map((id): Message => ({ chart: 'syncItem', id, event })));
  };

  /** What was done while nobody was signed in belongs to the first who is. */
  const adopt = async (userId: string): Promise<void> => {
    await load();
    const at = clock.now();
    const messages = [
      ...lanes
        .nobodys()
        .map((id): Message => ({ chart: 'syncItem', id, event: { type: 'item.adopted', at, userId } })),
      ...runtime
        .charts()
        .filter(isNobodysSession)
        .map(({ id }): Message => ({ chart: 'session', id, event: { type: 'session.adopted', at, userId } })),
    ];
    if (messages.length > 0) await runtime.dispatch(messages);
  };

  /**
   * Before somebody else can be signed in: what is still nobody's belongs to who is now. A worker may have died between
   * that sign-in and this.
   */
  const settleOwner = async (): Promise<void> => {
    const user = runtime.find('auth', AUTH_ID)?.context.user;
    if (typeof user === 'string' && told.isOwing()) await adopt(user);
  };

  /** In whose name requests can be made at once. */
  const userNow = (at: EpochMs): string | null => {
    const auth = runtime.find('auth', AUTH_ID);
    const expiresAt = auth?.context.expiresAt as EpochMs | null | undefined;
    if (auth?.value !== 'valid' || expiresAt == null || isExpiring(expiresAt, at)) return null;
    return auth.context.user as string;
  };

  const usableUser = async (): Promise<string | null> => {
    const user = userNow(clock.now());
    if (user !== null) return user;
    await runtime.dispatch([
      { chart: 'auth', id: AUTH_ID, event: { type: 'token.needed', at: clock.now() } },
    ]);
    const auth = runtime.find('auth', AUTH_ID);
    return auth?.value === 'valid' ? (auth.context.user as string) : null;
  };

  /** How many lanes may go beside those that are on their way. Two batches overlap: one travels, one is written. */
  const room = (): number => {
    if (!told.offersBatches()) return CONCURRENCY - lanes.sending();
    return lanes.sending() > BATCH_SESSIONS ? 0 : BATCH_SESSIONS;
  };

  const next = (user: string, at: EpochMs): Message[] => lanes.take(user, room(), at);

  /** Starts what may go, until nothing more may. */
  const fill = async (user: string): Promise<void> => {
    for (let messages = next(user, clock.now()); messages.length > 0; messages = next(user, clock.now()))
      await runtime.dispatch(messages);
  };

  const attempt = async (): Promise<void> => {
    if (connectivity.isOnline() && !told.isOwing() && !told.isOffline()) return;
    if (!(await told.seeNetwork(connectivity.isOnline())) || !told.isOwing()) return;
    const user = await usableUser();
    if (user === null) return;
    await adopt(user);
    const at = clock.now();
    await tell(lanes.takeDue(at), { type: 'deadline.reached', at });
    if (!lanes.hasReady(user)) return;
    await told.learn();
    await fill(user);
  };

  /** Starts whatever can be started now. Calls while one is under way become one more. */
  const pump = (): Promise<void> => {
    again = true;
    pumping ??= (async () => {
      try {
        while (again) {
          again = false;
          await attempt();
        }
      } catch (error) {
        lanes.lineUp();
        throw error;
      } finally {
        pumping = null;
      }
    })();
    return pumping;
  };

  const idsOf = (sessionId: string): string[] => lanes.of(sessionId).map(({ id }) => id);

  return {
    adopt,
    settleOwner,
    pump,
    /** What leaves to make room, and what goes out, in the same commit in which other items came back. */
    onward: (changes: readonly Change[]): Message[] => {
      const isFreed = changes.some(
        ({ before, after }) => before?.value === 'sending' && after?.value !== 'sending',
      );
      if (!isFreed || !isLoaded) return [];
      const at = clock.now();
      const evicted = evictRefused(lanes, changes, at);
      const user = told.isOffline() || !connectivity.isOnline() ? null : userNow(at);
      return user === null ? evicted : [...evicted, ...next(user, at)];
    },
    /** A sync: items that used up their retries get another round. */
    openRound: async (): Promise<void> => {
      await load();
      if (connectivity.isOnline())
        await tell(lanes.inState('exhausted'), { type: 'round.opened', at: clock.now() });
      await pump();
    },
    retry: async (sessionId: string): Promise<void> => {
      await load();
      await tell(idsOf(sessionId), { type: 'item.retry', at: clock.now() });
      await pump();
    },
    discard: async (sessionId: string): Promise<void> => {
      await load();
      await tell(idsOf(sessionId), { type: 'item.discard', at: clock.now() });
    },
    /** Resolves once every stored item is in memory. */
    load,
    /** What a session still owes, of what is in memory. */
    owedBy: (sessionId: string): readonly Instance[] => lanes.of(sessionId),
    /** Lets items that wait out their retry go at once, but for those that the server asked to wait. */
    hurry: async (): Promise<void> => {
      await load();
      const waiting = lanes.inState('retrying').filter((id) => !isAskedToWait(runtime.find('syncItem', id)));
      await tell(waiting, { type: 'item.retry', at: clock.now() });
    },
  };
};

export type SyncQueue = ReturnType<typeof createSyncQueue>;
