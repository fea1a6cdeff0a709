import { plus } from '../domain/time.ts';
import { TOKEN_KEYS, VIEW_KEY } from '../messages/keys.ts';
import type { AuthFacts } from './auth-facts.ts';
import { BACKEND_KEY, type BackendStatus } from './backend-status.ts';
import { AUTH_ID, SESSION_PREFIX } from './charts.ts';
import { deadlineOf, type Message } from './decide.ts';
import { pendingOf } from './head.ts';
import type { Lanes } from './lanes.ts';
import { ADDRESS_KEY, presetIn, settleAddress } from './moving.ts';
import type { Ports } from './ports.ts';
import { ACTIVE_KEY, DERIVED_KEYS, type Projection } from './projection.ts';
import { rebuildHead } from './rebuild.ts';
import type { Runtime } from './runtime.ts';
import { SEED_KEYS, spreadSeedArrays } from './seed-arrays.ts';
import type { SignInWays } from './sign-in-ways.ts';
import type { SyncQueue } from './sync-queue.ts';
import type { SyncTriggers } from './sync-triggers.ts';
import type { Tracking } from './tracking.ts';
import type { Watch } from './watch.ts';

/** Keys under which earlier versions kept what is derived. Kept in memory since 2026-11; can go a year later. */
const OUTGROWN_KEYS = ['view', 'head', 'ledger'];

const WAKE_KEYS = [
  ACTIVE_KEY,
  ...OUTGROWN_KEYS,
  ...TOKEN_KEYS,
  'lastSyncTime',
  'offlineMode',
  BACKEND_KEY,
  ADDRESS_KEY,
  ...SEED_KEYS,
];

/** How long a worker may take to look around before the alarm rings for another. */
const BEGIN_MS = 60_000;

interface AwakeningParts
  extends Pick<Ports, 'store' | 'address' | 'memory' | 'clock' | 'chance' | 'life' | 'report'> {
  runtime: Runtime;
  projection: Projection;
  lanes: Lanes;
  watch: Watch;
  queue: SyncQueue;
  tracking: Tracking;
  auth: AuthFacts;
  ways: SignInWays;
  backend: BackendStatus;
  triggers: SyncTriggers;
  readSettings(): Promise<void>;
  refill(): Promise<void>;
}

/** What a worker does first, and what it does whenever the browser wakes it. */
export const createAwakening = (parts: AwakeningParts) => {
  const { store, memory, clock, chance, life, report, runtime, projection, lanes, watch, queue, tracking } =
    parts;
  const { auth, ways, backend, triggers, readSettings, refill } = parts;
  let awake: Promise<void> | null = null;

  const begin = async (): Promise<void> => {
    watch.begin(plus(clock.now(), BEGIN_MS));
    const [found, kept, isNew, told] = await Promise.all([
      store.get(WAKE_KEYS),
      memory.get(DERIVED_KEYS),
      life.isNew(),
      parts.address.read(),
      readSettings(),
    ]);
    const stored = await settleAddress(parts, found, told ?? presetIn(found));
    ways.restore(kept[VIEW_KEY]);
    const isCounted = projection.restore(stored, kept);
    const isOld = SEED_KEYS.some((key) => Array.isArray(stored[key]));
    const spread = isOld ? spreadSeedArrays(stored, await store.keys(), chance.id, clock.timeZone()) : null;
    const outgrown = OUTGROWN_KEYS.filter((key) => stored[key] !== undefined);
    if (spread) {
      await projection.takeBack();
      await store.commit(spread.writes, [...spread.removals, ...outgrown]);
    } else if (outgrown.length > 0) await store.commit({}, outgrown);
    backend.restore(stored[BACKEND_KEY]);
    if (!isCounted || spread) projection.replace(await rebuildHead(store, clock, projection.head()));
    const { sessions, queue: counts } = projection.head();
    await runtime.restore([
      { chart: 'auth', id: AUTH_ID, key: AUTH_ID },
      ...sessions.map((id) => ({ chart: 'session' as const, id, key: SESSION_PREFIX + id })),
    ]);
    if (runtime.find('auth', AUTH_ID) === null) runtime.give('auth', AUTH_ID, undefined);
    await auth.giveUpSignIn();
    if (isNew) {
      await tracking.interrupt();
      await life.mark();
    }
    await auth.noteToken(stored);
    if (projection.isOffline() && projection.head().offlineSince === null) {
      projection.setOffline(true);
      await runtime.refresh();
    } else if (!projection.isHeadKept()) await runtime.refresh();
    runtime.resume();
    void watch.renew();
    if (counts.sending > 0) void queue.pump();
  };

  const meetDeadlines = async (): Promise<void> => {
    const at = clock.now();
    const due = runtime.charts().filter((instance) => {
      const deadline = deadlineOf(instance);
      return deadline !== null && deadline <= at;
    });
    const items = lanes.takeDue(at).map((id) => ({ chart: 'syncItem' as const, id }));
    await runtime.dispatch(
      [...due, ...items].map(
        ({ chart, id }) => ({ chart, id, event: { type: 'deadline.reached', at } }) as Message,
      ),
    );
  };

  const sync = async (): Promise<void> => {
    const { nextSyncAt } = projection.head();
    if (nextSyncAt !== null && nextSyncAt <= clock.now()) {
      projection.postponeSync();
      await runtime.refresh();
      await queue.openRound();
    } else if (projection.isOffline()) await triggers.lookForNetwork();
    else await queue.pump();
  };

  return {
    /** Waits for the store to be read, once a worker. Where that fails, the next caller tries again. */
    ready: (): Promise<void> => {
      awake ??= begin().catch((error) => {
        awake = null;
        throw error;
      });
      return awake;
    },
    /** Takes up all that is due. */
    wakeUp: async (): Promise<void> => {
      void auth.learnWays();
      await tracking.take({ at: clock.now(), isWake: true });
      await meetDeadlines();
      await sync();
      if (pendingOf(projection.head()) + projection.head().queue.exhausted === 0)
        void refill().catch((error) => report('The history was not filled', error));
      watch.noteLookedAround();
      await watch.renew();
    },
  };
};
