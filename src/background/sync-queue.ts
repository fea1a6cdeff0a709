import type { Failure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID, FAILED_PREFIX, type Instance, QUEUE_PREFIX } from './charts.ts';
import { deadlineOf, type Message } from './decide.ts';
import type { Runtime } from './runtime.ts';

/** Requests under way at once. */
const CONCURRENCY = 4;

interface QueueParts {
  runtime: Runtime;
  store: Store;
  clock: Clock;
  connectivity: Connectivity;
  /** Told whenever an attempt was about to be made: whether there was a network. */
  onNetworkSeen(online: boolean): Promise<void>;
  /** Whether anything waits to be delivered, as far as is known without reading it. */
  isOwing(): boolean;
  /** Told once every stored item is in memory. */
  onLoaded(items: readonly Instance[]): Promise<void>;
}

const isItem = (instance: Instance): instance is Instance & { item: NonNullable<Instance['item']> } =>
  instance.item !== undefined;

const isAskedToWait = ({ lastError }: Instance['context']): boolean => {
  const failure = lastError as Failure | null;
  return failure?.kind === 'busy' && failure.until !== null;
};

/** Start before end; ids are UUIDv7, so their order is that of their making. */
const byAge = (a: Instance, b: Instance): number => (a.id < b.id ? -1 : 1);

/**
 * Decides which items are sent when. Each session is a lane of its own: its items go one after the other, and a lane
 * that is stuck holds up no other.
 */
export const createSyncQueue = ({ runtime, store, clock, connectivity, ...told }: QueueParts) => {
  let loaded: Promise<void> | null = null;
  let pumping: Promise<void> | null = null;
  let again = false;

  const loadAll = async (): Promise<void> => {
    const keys = await store.keys();
    const records = keys.flatMap((key) => {
      const prefix = [QUEUE_PREFIX, FAILED_PREFIX].find((start) => key.startsWith(start));
      return prefix ? [{ chart: 'syncItem' as const, id: key.slice(prefix.length), key }] : [];
    });
    await runtime.restore(records);
    await told.onLoaded(items());
    runtime.resume();
  };

  const load = (): Promise<void> => {
    loaded ??= loadAll().catch((error) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };

  /** What was done while nobody was signed in belongs to the first who is. */
  const adopt = async (user: string): Promise<void> => {
    await load();
    const at = clock.now();
    await runtime.dispatch([
      ...items()
        .filter(({ context }) => context.userId === null)
        .map(
          ({ id }): Message => ({
            chart: 'syncItem',
            id,
            event: { type: 'item.adopted', at, userId: user },
          }),
        ),
      ...runtime
        .charts()
        .filter(({ chart }) => chart === 'session')
        .map(
          ({ id }): Message => ({
            chart: 'session',
            id,
            event: { type: 'session.adopted', at, userId: user },
          }),
        ),
    ]);
  };

  const items = () => runtime.items().filter(isItem);

  const usableUser = async (): Promise<string | null> => {
    await runtime.dispatch([
      { chart: 'auth', id: AUTH_ID, event: { type: 'token.needed', at: clock.now() } },
    ]);
    const auth = runtime.find('auth', AUTH_ID);
    return auth?.value === 'valid' ? (auth.context.user as string) : null;
  };

  /** The head of each lane that may go now, oldest lane first. */
  const ready = (user: string): Instance[] => {
    const lanes = new Map<string, Instance>();
    const all = items().sort(byAge);
    for (const instance of all)
      if (!lanes.has(instance.item.session_id)) lanes.set(instance.item.session_id, instance);
    const room = CONCURRENCY - all.filter(({ value }) => value === 'sending').length;
    return [...lanes.values()]
      .filter(({ value, context }) => value === 'queued' && context.userId === user)
      .slice(0, Math.max(0, room));
  };

  /** Frees the items whose wait is over. */
  const expire = (at: EpochMs): Promise<void> =>
    runtime.dispatch(
      items()
        .filter((instance) => (deadlineOf(instance) ?? Number.POSITIVE_INFINITY) <= at)
        .map(({ id }) => ({ chart: 'syncItem', id, event: { type: 'deadline.reached', at } })),
    );

  const attempt = async (): Promise<void> => {
    if (!told.isOwing()) return;
    const online = connectivity.isOnline();
    await told.onNetworkSeen(online);
    if (!online) return;
    const user = await usableUser();
    if (user === null) return;
    await adopt(user);
    const at = clock.now();
    await expire(at);
    await runtime.dispatch(
      ready(user).map(({ id }) => ({ chart: 'syncItem', id, event: { type: 'push.started', at } })),
    );
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
      } finally {
        pumping = null;
      }
    })();
    return pumping;
  };

  const tell = (
    wanted: (instance: Instance) => boolean,
    type: 'round.opened' | 'item.retry' | 'item.discard',
  ) => {
    const at = clock.now();
    return runtime.dispatch(
      items()
        .filter(wanted)
        .map(({ id }): Message => ({ chart: 'syncItem', id, event: { type, at } })),
    );
  };

  return {
    adopt,
    pump,
    /** A sync: items that used up their retries get another round. */
    openRound: async (): Promise<void> => {
      await load();
      if (connectivity.isOnline()) await tell(() => true, 'round.opened');
      await pump();
    },
    retry: async (sessionId: string): Promise<void> => {
      await load();
      await tell(({ item }) => item?.session_id === sessionId, 'item.retry');
      await pump();
    },
    discard: async (sessionId: string): Promise<void> => {
      await load();
      await tell(({ item }) => item?.session_id === sessionId, 'item.discard');
    },
    /** Resolves once every stored item is in memory. */
    load,
    /** What a session still owes, of what is in memory. */
    owedBy: (sessionId: string): Instance[] => items().filter(({ item }) => item.session_id === sessionId),
    /** Lets items that wait out their retry go at once, but for those that the server asked to wait. */
    hurry: async (): Promise<void> => {
      await load();
      await tell(({ value, context }) => value === 'retrying' && !isAskedToWait(context), 'item.retry');
    },
  };
};

export type SyncQueue = ReturnType<typeof createSyncQueue>;
