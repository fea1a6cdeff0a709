import { badgeOf } from '../domain/badge.ts';
import { parseSettings, type Settings } from '../domain/settings.ts';
import { plus } from '../domain/time.ts';
import type { Notice } from '../domain/view.ts';
import { QUARANTINE_PREFIX } from '../messages/keys.ts';
import { createAmendments } from './amendments.ts';
import { BACKEND_KEY, createBackendStatus } from './backend-status.ts';
import { AUTH_ID, HISTORY_PREFIX, type Instance, SESSION_PREFIX } from './charts.ts';
import { createCommands } from './commands.ts';
import { deadlineOf, type Message } from './decide.ts';
import { endsDelivery, isSignIn, signedIn, startsDelivery } from './delivery-changes.ts';
import { createEffects } from './effects.ts';
import { createGaps } from './gaps.ts';
import { failedOf, openIdsOf, pendingOf, recount } from './head.ts';
import { pruneHistory } from './history.ts';
import { createImporter } from './importing.ts';
import { createLanes, type Item } from './lanes.ts';
import { owedRevokesOf } from './owed-revokes.ts';
import type { Fact } from './page-evidence.ts';
import type { Ports } from './ports.ts';
import { createProjection, DERIVED_KEYS, SETTLE_MS } from './projection.ts';
import { rebuildHead } from './rebuild.ts';
import { createRecorder } from './recording.ts';
import { createRecords } from './records.ts';
import { createRefill } from './refill.ts';
import { resendAcknowledged } from './resending.ts';
import { createRuntime } from './runtime.ts';
import { SEED_KEYS, spreadSeedArrays } from './seed-arrays.ts';
import { createSignInWays } from './sign-in-ways.ts';
import { createSyncQueue } from './sync-queue.ts';
import { createTracking } from './tracking.ts';
import { createWatch } from './watch.ts';

/** The host that the manifest names. */
const GITHUB = 'github.com';

const WAKE_KEYS = [
  ...DERIVED_KEYS,
  'authToken',
  'tokenExpiry',
  'refreshToken',
  'lastSyncTime',
  'offlineMode',
  BACKEND_KEY,
];

/** When a write that the store refused is tried again, as long as the worker lives. */
const AGAIN_MS = 1_000;

/** How long a worker may take to look around before the alarm rings for another. */
const BEGIN_MS = 60_000;
/** With so few items waiting, none waits for what the backend says of itself. */
const FEW_ITEMS = 2;

/** WorkTime's core over its ports. One of it lives in each worker; {@link wake} comes before anything else. */
export const createWorkTime = (ports: Ports) => {
  const { store, clock, chance, connectivity, wakeUps, identity } = ports;
  let settings: Settings = parseSettings(undefined);
  let quarantined = 0;
  let isStoreRefusing = false;
  let isSettling = false;

  const noticesOf = (filled: number): Notice[] => [
    ...(isStoreRefusing ? [{ kind: 'storage-failed' as const }] : []),
    ...(quarantined > 0 ? [{ kind: 'quarantined' as const, count: quarantined }] : []),
    ...(filled > 0 ? [{ kind: 'refilled' as const, count: filled }] : []),
  ];

  /** Hosts whose pull requests are tracked. */
  const hosts = (): string[] => [GITHUB, ...settings.hosts];

  const readSettings = async (): Promise<void> => {
    const [{ settings: own }, policy] = await Promise.all([store.get(['settings']), ports.policy.read()]);
    settings = parseSettings({ ...(typeof own === 'object' ? own : {}), ...policy });
  };

  const ways = createSignInWays(ports);
  const lanes = createLanes();

  const projection = createProjection({
    clock,
    settings: () => settings,
    localBackend: ports.localBackend,
    ways: ways.now,
    notices: () => noticesOf(projection.newlyFilled()),
    nextDue: lanes.nextDue,
  });

  const settleSoon = (): void => {
    if (isSettling) return;
    isSettling = true;
    ports.later(SETTLE_MS, () => {
      isSettling = false;
      void runtime.refresh();
    });
  };

  const watch = createWatch({
    clock,
    wakeUps,
    projection,
    lanes,
    nextDeadline: () => runtime.nextDeadline(),
    canDeliver: () => connectivity.isOnline() && runtime.find('auth', AUTH_ID)?.value === 'valid',
  });

  const showBadge = (): void => {
    const view = projection.view();
    if (view) ports.toolbar.show(badgeOf(view, clock.now()));
  };

  const backend = createBackendStatus({
    store,
    clock,
    sessions: ports.sessions,
    onRestored: () => resendAcknowledged({ runtime, queue, store, newId: chance.id }),
  });

  /** The history row that the outcome of a request is noted in. */
  const needs = ({ chart, id, event }: Message): string[] => {
    const item =
      chart === 'syncItem' && event.type.startsWith('push.') ? runtime.find(chart, id)?.item : undefined;
    return item && event.type !== 'push.started' ? [HISTORY_PREFIX + item.session_id] : [];
  };

  const runtime = createRuntime({
    store,
    record: createRecorder(chance.id),
    act: createEffects({ ...ports, backend }),
    newId: chance.id,
    needs,
    onward: (changes) => queue.onward(changes),
    project: projection.project,
    onSaving: watch.over,
    onKept: (before, after) => {
      if ((after ?? before)?.chart === 'syncItem') lanes.note(before as Item | null, after as Item | null);
    },
    onDecided: projection.settle,
    onCommitted: (changes) => {
      isStoreRefusing = false;
      showBadge();
      if (projection.takeOutageNews()) ports.notifications.tellOutage();
      if (projection.isOwing()) settleSoon();
      void watch.renew();
      ports.observe?.(changes);
      if (changes.some(endsDelivery) && pendingOf(projection.head()) === 0)
        void pruneHistory(store).catch((error) => ports.report('The history was not pruned', error));
      if (changes.some(startsDelivery)) void deliver(signedIn(changes), isSignIn(changes));
    },
    onRefused: async (error) => {
      isStoreRefusing = true;
      ports.report('The store refused a write', error);
      await pruneHistory(store, 0).catch(() => {});
      ports.later(AGAIN_MS, () => void runtime.refresh());
    },
    onDefect: (error) => ports.report('An effect failed', error),
    onQuarantined: async (key, stored) => {
      quarantined += 1;
      ports.report(`A stored record could not be read: ${key}`);
      await store.commit({ [QUARANTINE_PREFIX + key]: stored });
    },
  });

  const queue = createSyncQueue({
    runtime,
    lanes,
    store,
    clock,
    connectivity,
    offersBatches: backend.offersBatches,
    learn: async () => {
      const learned = backend.learn().catch((error) => ports.report('The backend was not asked', error));
      if (pendingOf(projection.head()) > FEW_ITEMS) await learned;
    },
    isOffline: projection.isOffline,
    isOwing: () => pendingOf(projection.head()) > 0,
    onLoaded: async (items) => {
      projection.replace(recount(projection.head(), items, openIdsOf(runtime.charts()), clock.now()));
      await runtime.refresh();
    },
    seeNetwork: async (online) => {
      const isThere = online && (!projection.isOffline() || (await backend.check()));
      if (projection.isOffline() === isThere) {
        projection.setOffline(!isThere);
        await runtime.alter((draft) => void draft.writes.set('offlineMode', !isThere));
      }
      return isThere;
    },
  });

  const tracking = createTracking({
    runtime,
    browser: ports.browser,
    clock,
    chance,
    settings: () => settings,
    hosts,
  });

  /** Sends what may go. A sign-in is a sync: what used up its retries gets another round. */
  const deliver = async (newcomer: string | null, opensRound: boolean): Promise<void> => {
    try {
      const owes = pendingOf(projection.head()) + failedOf(projection.head()) > 0;
      if (newcomer !== null && owes) await queue.adopt(newcomer);
      await (opensRound && owes ? queue.openRound() : queue.pump());
      if (newcomer !== null && pendingOf(projection.head()) === 0) await refill();
    } catch (error) {
      ports.report('A sync stopped', error);
    }
  };

  const tell = (id: string, event: Message['event']): Promise<void> =>
    runtime.dispatch([{ chart: AUTH_ID, id, event } as Message]);

  const noteToken = async (stored: Record<string, unknown>): Promise<void> => {
    const at = clock.now();
    const facts = identity.read(stored.authToken, stored.tokenExpiry, stored.refreshToken);
    const known = runtime.find('auth', AUTH_ID)?.context.user;
    if (typeof known === 'string' && known !== facts?.user) await queue.settleOwner();
    await tell(AUTH_ID, facts ? { type: 'token.found', at, ...facts } : { type: 'token.missing', at });
  };

  /** A window that a former worker opened comes back to nobody, so that sign-in begins anew, when the person likes. */
  const giveUpSignIn = async (): Promise<void> => {
    const auth = runtime.find('auth', AUTH_ID);
    const id = auth?.context.signIn;
    const isThroughGitHub = auth?.owed.some(
      ({ type, params }) => type === 'signIn' && (params as { login: unknown }).login === null,
    );
    if (typeof id === 'string' && isThroughGitHub)
      await tell(AUTH_ID, { type: 'signIn.failed', at: clock.now(), id, failure: { kind: 'interrupted' } });
  };

  const begin = async (): Promise<void> => {
    const { life } = ports;
    watch.begin(plus(clock.now(), BEGIN_MS));
    const [stored, isNew] = await Promise.all([
      store.get([...WAKE_KEYS, ...SEED_KEYS]),
      life.isNew(),
      readSettings(),
    ]);
    ways.restore(stored.view);
    const isOld = SEED_KEYS.some((key) => Array.isArray(stored[key]));
    const spread = isOld ? spreadSeedArrays(stored, await store.keys(), chance.id, clock.timeZone()) : null;
    if (spread) await store.commit(spread.writes, spread.removals);
    backend.restore(stored[BACKEND_KEY]);
    if (!projection.restore(stored) || spread) projection.replace(await rebuildHead(store, clock));
    const { sessions, queue: counts } = projection.head();
    await runtime.restore([
      { chart: 'auth', id: AUTH_ID, key: AUTH_ID },
      ...sessions.map((id) => ({ chart: 'session' as const, id, key: SESSION_PREFIX + id })),
    ]);
    if (runtime.find('auth', AUTH_ID) === null) runtime.give('auth', AUTH_ID, undefined);
    await giveUpSignIn();
    if (isNew) {
      await tracking.interrupt();
      await life.mark();
    }
    await noteToken(stored);
    if (projection.isOffline() && projection.head().offlineSince === null) {
      projection.setOffline(true);
      await runtime.refresh();
    }
    runtime.resume();
    void watch.renew();
    if (counts.sending > 0) void queue.pump();
  };

  let awake: Promise<void> | null = null;

  const settingsChanged = async (): Promise<void> => {
    await readSettings();
    await ports.sensors.watch(settings.hosts);
    await tracking.take({ at: clock.now() });
    await runtime.refresh();
  };

  const owesRevoke = (): boolean => {
    const unrevoked = runtime.find('auth', AUTH_ID)?.context.unrevoked;
    return Array.isArray(unrevoked) && unrevoked.length > 0;
  };

  /** The network may have come or gone. */
  const lookForNetwork = async (): Promise<void> => {
    try {
      if (connectivity.isOnline() && owesRevoke())
        await tell(AUTH_ID, { type: 'network.returned', at: clock.now() });
      if (!connectivity.isOnline()) await queue.pump();
      else if (projection.isOffline()) await queue.openRound();
    } catch (error) {
      ports.report('A sync stopped', error);
    }
  };

  /** Somebody saw the network come or go; the worker hears of neither by itself. */
  const networkChanged = async (): Promise<void> => {
    const isToldOfNetwork = connectivity.isOnline() && projection.isOffline();
    await lookForNetwork();
    if (!isToldOfNetwork || !projection.isOffline()) return;
    projection.setOffline(true);
    await runtime.refresh();
  };

  const eraseAll = async (): Promise<void> => {
    const owedRevokes = (): Instance[] => {
      const auth = runtime.find('auth', AUTH_ID);
      const owing = auth && owedRevokesOf(auth);
      return owing ? [owing] : [];
    };
    await runtime.clear(owedRevokes, () => {
      projection.forget();
      quarantined = 0;
      ports.onErased?.();
      if (runtime.find('auth', AUTH_ID) === null) runtime.give('auth', AUTH_ID, undefined);
    });
    await settingsChanged();
  };

  const amendments = createAmendments({ runtime, queue, clock, newId: chance.id });

  const records = createRecords({ ...ports, runtime });
  const takeIn = createImporter({ runtime, queue, newId: chance.id, prune: () => pruneHistory(store) });
  const refill = createRefill({ store, connectivity, runtime, projection, records, takeIn });

  const command = createCommands({
    ...ports,
    runtime,
    queue,
    tracking,
    records,
    takeIn,
    amendments,
    gaps: createGaps({ runtime, queue, amendments, store, clock }),
    settings: () => settings,
    settingsChanged,
    eraseAll,
    networkChanged,
  });

  const learnWays = async (): Promise<void> => {
    const auth = runtime.find('auth', AUTH_ID)?.value;
    if (!connectivity.isOnline()) return;
    if (auth !== 'valid' && auth !== 'refreshing' && (await ways.learn())) await runtime.refresh();
  };

  const wakeUp = async (): Promise<void> => {
    const at = clock.now();
    void learnWays();
    await tracking.take({ at, isWake: true });
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
    const { nextSyncAt } = projection.head();
    const counted = pendingOf(projection.head()) + failedOf(projection.head());
    if (counted > 0) await queue.verify(counted).catch((error) => ports.report('A sync stopped', error));
    if (nextSyncAt !== null && nextSyncAt <= at) {
      projection.postponeSync();
      await runtime.refresh();
      await queue.openRound();
    } else if (projection.isOffline()) await lookForNetwork();
    else await queue.pump();
    if (pendingOf(projection.head()) + projection.head().queue.exhausted === 0)
      void refill().catch((error) => ports.report('The history was not filled', error));
    watch.noteLookedAround();
    await watch.renew();
  };

  /** Waits for the store to be read, once a worker. Where that fails, the next caller tries again. */
  const ready = (): Promise<void> => {
    awake ??= begin().catch((error) => {
      awake = null;
      throw error;
    });
    return awake;
  };

  /** Pauses the review that counts or could, or resumes the one that was paused by hand. */
  const togglePause = async (): Promise<void> => {
    if (projection.view() === null) await runtime.refresh();
    const current = projection.view()?.current;
    if (current?.can.includes('pause')) await command({ type: 'PAUSE_SESSION', data: { id: current.id } });
    else if (current?.can.includes('resume'))
      await command({ type: 'RESUME_SESSION', data: { id: current.id } });
  };

  return {
    ready,
    /** Takes something that happened in the browser; resolves when its consequences are stored. */
    take: async (fact: Fact): Promise<void> => {
      await tracking.take(fact);
      if (projection.isOffline()) void lookForNetwork();
    },
    command,
    togglePause,
    wakeUp,
    networkChanged,
    /** Somebody else wrote these keys. */
    storageChanged: async (changed: readonly string[]): Promise<void> => {
      if (changed.some((key) => ['authToken', 'tokenExpiry', 'refreshToken'].includes(key))) {
        await noteToken(await store.get(['authToken', 'tokenExpiry', 'refreshToken']));
        await queue.pump();
      }
      if (changed.includes('settings')) await settingsChanged();
    },
    recognize: tracking.recognize,
    sensorRules: tracking.sensorRules,
    settings: (): Settings => settings,
  };
};

export type WorkTime = ReturnType<typeof createWorkTime>;
