import type { Notice } from '../domain/view.ts';
import { QUARANTINE_PREFIX, TOKEN_KEYS } from '../messages/keys.ts';
import { createAmendments } from './amendments.ts';
import { createAuthFacts } from './auth-facts.ts';
import { createAwakening } from './awakening.ts';
import { createBackendStatus } from './backend-status.ts';
import { AUTH_ID } from './charts.ts';
import { createCommands } from './commands.ts';
import { endsDelivery, isSignIn, signedIn, startsDelivery } from './delivery-changes.ts';
import { createEffects } from './effects.ts';
import { createGaps } from './gaps.ts';
import { openIdsOf, pendingOf, recount } from './head.ts';
import { pruneHistory } from './history.ts';
import { createImporter } from './importing.ts';
import { createLanes, type Item } from './lanes.ts';
import { followAddress } from './moving.ts';
import type { Fact } from './page-evidence.ts';
import type { Ports } from './ports.ts';
import { createProjection } from './projection.ts';
import { readableRows } from './readable-rows.ts';
import { createRecorder, rowsNoted } from './recording.ts';
import { createRecords } from './records.ts';
import { createRefill } from './refill.ts';
import { resendAcknowledged } from './resending.ts';
import { createRuntime } from './runtime.ts';
import { createSettingsInForce } from './settings-in-force.ts';
import { createShowing } from './showing.ts';
import { createSignInWays } from './sign-in-ways.ts';
import { createSyncQueue } from './sync-queue.ts';
import { createSyncTriggers } from './sync-triggers.ts';
import { togglePause } from './toggle-pause.ts';
import { createTracking } from './tracking.ts';
import { createWatch } from './watch.ts';

/** When a write that the store refused is tried again, as long as the worker lives. */
const AGAIN_MS = 1_000;

/** With so few items waiting, none waits for what the backend says of itself. */
const FEW_ITEMS = 2;

/** WorkTime's core over its ports. One of it lives in each worker; {@link wake} comes before anything else. */
export const createWorkTime = (given: Ports) => {
  let quarantined = 0;
  const setAside = async (key: string, stored: unknown): Promise<void> => {
    quarantined += 1;
    given.report(`A stored record could not be read: ${key}`);
    await given.store.commit({ [QUARANTINE_PREFIX + key]: stored });
  };
  const { store, isUnreadable } = readableRows(given.store, setAside);
  const ports = { ...given, store };
  const { clock, chance, connectivity, wakeUps, identity } = ports;
  const settings = createSettingsInForce(ports);
  let isStoreRefusing = false;

  const noticesOf = (filled: number): Notice[] => [
    ...(isStoreRefusing ? [{ kind: 'storage-failed' as const }] : []),
    ...(quarantined > 0 ? [{ kind: 'quarantined' as const, count: quarantined }] : []),
    ...(filled > 0 ? [{ kind: 'refilled' as const, count: filled }] : []),
  ];

  const ways = createSignInWays(ports);
  const lanes = createLanes();

  const projection = createProjection({
    ...ports,
    settings: settings.now,
    ways: ways.now,
    notices: () => noticesOf(projection.newlyFilled()),
    nextDue: lanes.nextDue,
    onLost: (error) => ports.report('What is derived was not kept', error),
  });

  const { show, settleSoon, viewNow } = createShowing({ ...ports, runtime: () => runtime, projection });

  const watch = createWatch({
    clock,
    wakeUps,
    projection,
    lanes,
    nextDeadline: () => runtime.nextDeadline(),
    canDeliver: () => connectivity.isOnline() && runtime.find('auth', AUTH_ID)?.value === 'valid',
  });

  const backend = createBackendStatus({
    store,
    clock,
    sessions: ports.sessions,
    onRestored: () => resendAcknowledged({ runtime, queue, store, newId: chance.id }),
  });

  const runtime = createRuntime({
    store,
    record: createRecorder(chance.id),
    act: createEffects({ ...ports, backend, isUnreadable }),
    newId: chance.id,
    needs: (message) => rowsNoted(message, runtime.find(message.chart, message.id)),
    onward: (changes) => queue.onward(changes),
    project: projection.project,
    onSaving: async (changes) => {
      settleSoon();
      watch.over(changes);
      await projection.takeBack();
    },
    onKept: (before, after) => {
      if ((after ?? before)?.chart === 'syncItem') lanes.note(before as Item | null, after as Item | null);
    },
    onDecided: (isSaved) => {
      isStoreRefusing = !isSaved;
      show(false);
    },
    onRest: () => {
      if (show(true)) void watch.renew();
    },
    onCommitted: (changes) => {
      if (projection.takeOutageNews()) ports.notifications.tellOutage();
      void watch.renew();
      ports.observe?.(changes);
      if (changes.some(endsDelivery) && pendingOf(projection.head()) === 0)
        void pruneHistory(ports).catch((error) => ports.report('The history was not pruned', error));
      if (changes.some(startsDelivery)) void triggers.deliver(signedIn(changes), isSignIn(changes));
    },
    onRefused: async (error) => {
      ports.report('The store refused a write', error);
      await pruneHistory(ports, 0).catch(() => {});
      ports.later(AGAIN_MS, () => void runtime.refresh());
    },
    onDefect: (error) => ports.report('An effect failed', error),
    onQuarantined: setAside,
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
    onLoaded: () =>
      runtime.alter(() => {
        const open = openIdsOf(runtime.charts());
        projection.replace(recount(projection.head(), runtime.items(), open, clock.now()));
      }),
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
    settings: settings.now,
    hosts: settings.hosts,
  });

  const settingsChanged = async (): Promise<void> => {
    await settings.read();
    if (await followAddress(ports, runtime.find('auth', AUTH_ID))) {
      backend.restore(null);
      void auth.learnWays();
    }
    await ports.sensors.watch(settings.now().hosts);
    await tracking.take({ at: clock.now() });
    await runtime.refresh();
  };

  const eraseAll = async (): Promise<void> => {
    await projection.erase();
    await runtime.clear(auth.owedRevokes, () => {
      projection.forget();
      quarantined = 0;
      ports.onErased?.();
      if (runtime.find('auth', AUTH_ID) === null) runtime.give('auth', AUTH_ID, undefined);
    });
    await settingsChanged();
  };

  const amendments = createAmendments({ runtime, queue, clock, newId: chance.id });

  const records = createRecords({ ...ports, runtime });
  const takeIn = createImporter({ runtime, queue, newId: chance.id, prune: () => pruneHistory(ports) });
  const refill = createRefill({ store, connectivity, runtime, projection, records, takeIn });

  const auth = createAuthFacts({ runtime, queue, clock, connectivity, identity, ways });
  const triggers = createSyncTriggers({ ...ports, runtime, queue, projection, auth, refill });
  const { ready, wakeUp } = createAwakening({
    ...ports,
    runtime,
    projection,
    lanes,
    watch,
    queue,
    tracking,
    auth,
    ways,
    backend,
    triggers,
    readSettings: settings.read,
    refill,
  });

  const command = createCommands({
    ...ports,
    runtime,
    queue,
    tracking,
    records,
    takeIn,
    amendments,
    gaps: createGaps({ runtime, queue, amendments, store, clock }),
    settings: settings.now,
    settingsChanged,
    viewNow,
    eraseAll,
    networkChanged: triggers.networkChanged,
  });

  return {
    ready,
    /** Takes something that happened in the browser; resolves when its consequences are stored. */
    take: async (fact: Fact): Promise<void> => {
      await tracking.take(fact);
      if (projection.isOffline()) void triggers.lookForNetwork();
    },
    command,
    togglePause: () => togglePause(viewNow, command),
    wakeUp,
    networkChanged: triggers.networkChanged,
    /** Somebody else wrote these keys. */
    storageChanged: async (changed: readonly string[]): Promise<void> => {
      if (TOKEN_KEYS.some((key) => changed.includes(key))) {
        await auth.noteToken(await store.get([...TOKEN_KEYS]));
        await queue.pump();
      }
      if (changed.includes('settings')) await settingsChanged();
    },
    recognize: tracking.recognize,
    sensorRules: tracking.sensorRules,
    settings: settings.now,
  };
};

export type WorkTime = ReturnType<typeof createWorkTime>;
