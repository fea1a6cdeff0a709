import * as v from 'valibot';
import type { Settings } from '../domain/settings.ts';
import type { SignInWay } from '../domain/sign-in.ts';
import { type EpochMs, plus, toEpochMs } from '../domain/time.ts';
import type { Notice, View } from '../domain/view.ts';
import { LEDGER_KEY, VIEW_KEY } from '../messages/keys.ts';
import type { BackendAddress } from '../ports/backend-address.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Instance } from './charts.ts';
import { nextDays, rememberedDays } from './days.ts';
import type { Change } from './decide.ts';
import type { Draft } from './draft.ts';
import { emptyHead, Head, nextHead, openIdsOf, owedOf } from './head.ts';
import { activeSession, deriveLedger, deriveView } from './view.ts';

/** A flat record as text, the same whatever the order of its fields: the browser keeps them in the order of their names. */
const textOf = (record: object | null): string => JSON.stringify(Object.entries(record ?? {}).sort());

const HEAD_KEY = 'head';

/** The storage key of what the seed calls the active session; the only derived value that lies beside the records. */
export const ACTIVE_KEY = 'activeSession';

/** Keys of all that is derived and kept in memory; a worker reads them when it wakes. */
export const DERIVED_KEYS = [VIEW_KEY, HEAD_KEY, LEDGER_KEY] as const;

/** The head as it is kept: `isBehind` from before a commit until the worker comes to rest. */
const KeptHead = v.object({ isBehind: v.boolean(), head: Head });

/** How often the next sync comes while something is owed. */
const SYNC_EVERY_MS = 15 * 60_000;

/** How soon after a commit all that is derived is kept; a delivery's steps are not shown more often than that, either. */
export const SETTLE_MS = 250;

/** How long the person is told that the history was filled. */
const FILLED_NEWS_MS = 86_400_000;

/** What the projection knows besides the instances. */
export interface Surroundings {
  memory: Store;
  clock: Clock;
  settings(): Settings;
  address: BackendAddress;
  ways(): readonly SignInWay[];
  notices(): Notice[];
  /** The earliest end of an item's wait, of those in memory. */
  nextDue(): EpochMs | null;
  /** Told where the memory does not take something. */
  onLost(error: unknown): void;
}

/**
 * Derives what follows from the records: the View and the ledger for pages, the head for the next wake. All of it lies
 * in the browser's memory. The head is marked as behind before the first commit and kept again at rest, so that a
 * worker that dies in between leaves none that says anything wrong.
 */
export const createProjection = (surroundings: Surroundings) => {
  const { memory, clock, settings, address, notices, ways, nextDue, onLost } = surroundings;
  const localDays = rememberedDays(clock);
  let head: Head = emptyHead;
  let staged: Head = emptyHead;
  let lastSyncTime: EpochMs | null = null;
  let offline = false;
  /** Whether the storage says that there is a network, or that there is none. */
  let isOfflineStored = false;
  let storesOffline = false;
  let shownAt = 0;
  let isDelivery = false;
  let outageNews = false;
  let view: View | null = null;
  /** The active session as it is stored. */
  let active = textOf(null);
  /** What pages can read of each key, as far as this worker wrote it. */
  const shown = new Map<string, string>();
  let isHeadKept = false;
  /** What the commit under way fills the history with. */
  let filling: Head['filled'] = null;

  const nextSync = (next: Head): number | null => {
    if (owedOf(next) - next.queue.refused === 0) return null;
    return next.nextSyncAt ?? plus(clock.now(), SYNC_EVERY_MS);
  };

  /** Items are in memory once a delivery has begun; before that, what the head says stands. */
  const retryAt = (next: Head): number | null =>
    next.queue.retrying + next.queue.held === 0 ? null : (nextDue() ?? next.retryAt);

  const lose = (error: unknown): void => {
    shown.clear();
    isHeadKept = false;
    onLost(error);
  };

  /** Changes what is known beside the commits: one that is under way keeps what it makes of all else. */
  const amend = (change: Partial<Head>): void => {
    head = { ...head, ...change };
    staged = { ...staged, ...change };
  };

  return {
    /** Takes over what a former worker left on the disk and in memory. `false` where the head is lost or behind. */
    restore: (stored: Record<string, unknown>, kept: Record<string, unknown>): boolean => {
      const found = v.safeParse(KeptHead, kept[HEAD_KEY]);
      head = found.success ? found.output.head : emptyHead;
      staged = head;
      isHeadKept = found.success && !found.output.isBehind;
      active = textOf(Object(stored[ACTIVE_KEY] ?? {}));
      lastSyncTime = typeof stored.lastSyncTime === 'number' ? toEpochMs(stored.lastSyncTime) : null;
      offline = stored.offlineMode === true;
      isOfflineStored = typeof stored.offlineMode === 'boolean';
      return isHeadKept;
    },
    /** Takes back all that pages or another worker could read, before what it says is erased. */
    erase: async (): Promise<void> => {
      await memory.commit({}, DERIVED_KEYS);
      shown.clear();
      isHeadKept = false;
    },
    /** Knows of nothing any more, since nothing is stored any more. */
    forget: (): void => {
      head = emptyHead;
      staged = emptyHead;
      lastSyncTime = null;
      isOfflineStored = false;
      active = textOf(null);
      shown.clear();
      view = null;
    },
    head: (): Head => head,
    /** The head as the commit under way leaves it. */
    drafted: (): Head => staged,
    /** Replaces the head by one that was counted anew, before the first commit or as a part of one. */
    replace: (next: Head): void => amend(next),
    isOffline: (): boolean => offline,
    /** When the outage began that goes on, or the network was last seen in it. */
    offlineSince: (): EpochMs => toEpochMs(head.offlineSince ?? clock.now()),
    /** The network is there or not, from now on. */
    setOffline: (value: boolean): void => {
      offline = value;
      amend({ offlineSince: value ? clock.now() : null });
    },
    /** The part of a commit: with the instances as they will be. */
    project: (changes: readonly Change[], charts: readonly Instance[], draft: Draft): void => {
      const synced = draft.writes.get('lastSyncTime');
      if (typeof synced === 'number') {
        lastSyncTime = toEpochMs(synced);
        if (!isOfflineStored && !offline) draft.writes.set('offlineMode', false);
      }
      storesOffline = draft.writes.has('offlineMode');
      const { writes, removals, found } = draft;
      const days = nextDays(head.days, localDays(), writes, removals, found);
      const next = nextHead({ ...head, days }, changes, writes, removals, openIdsOf(charts), clock.now());
      const isExhausted = next.queue.exhausted > head.queue.exhausted;
      const outageTold =
        typeof synced !== 'number' && (head.outageTold || (isExhausted && settings().notifyOutages));
      const filled = filling ?? head.filled;
      staged = { ...next, outageTold, filled, nextSyncAt: nextSync(next), retryAt: retryAt(next) };
      isDelivery =
        changes.length > 0 && changes.every(({ after, before }) => (after ?? before)?.chart === 'syncItem');
      const counting = activeSession(charts.filter(({ chart }) => chart === 'session'));
      const text = textOf(counting);
      if (text === active) return;
      active = text;
      if (counting === null) removals.add(ACTIVE_KEY);
      else writes.set(ACTIVE_KEY, counting);
    },
    /** Marks the kept head as behind: whatever is written after this makes it wrong. */
    takeBack: async (): Promise<void> => {
      if (!isHeadKept) return;
      await memory.commit({ [HEAD_KEY]: { isBehind: true, head } });
      isHeadKept = false;
    },
    /** Notes that the commit stands. */
    settle: (): void => {
      if (!head.outageTold && staged.outageTold) outageNews = true;
      head = staged;
      filling = null;
      isOfflineStored ||= storesOffline;
    },
    /**
     * Derives the View anew and lets pages read it; at rest, the next worker finds the head as well. Answers whether
     * that one is another than before.
     */
    show: (instances: readonly Instance[], isAtRest: boolean): boolean => {
      const sinceMs = clock.now() - shownAt;
      if (!isAtRest && isDelivery && sinceMs >= 0 && sinceMs < SETTLE_MS) return false;
      const sessions = instances.filter(({ chart }) => chart === 'session');
      view = deriveView({
        at: clock.now(),
        days: localDays(),
        head,
        sessions,
        auth: instances.find(({ chart }) => chart === 'auth') ?? null,
        offline,
        settings: settings(),
        lastSyncTime,
        nextAttemptAt: head.retryAt as EpochMs | null,
        localBackend: address.isLocal(),
        ways: ways(),
        notices: notices(),
      });
      shownAt = clock.now();
      const writes: Record<string, unknown> = {};
      const removals: string[] = [];
      const derived: Record<string, unknown> = {
        [VIEW_KEY]: view,
        [LEDGER_KEY]: deriveLedger(view.current, sessions),
        ...(isAtRest ? { [HEAD_KEY]: { isBehind: false, head } } : {}),
      };
      for (const [key, value] of Object.entries(derived)) {
        const text = JSON.stringify(value);
        if (shown.get(key) === text && (key !== HEAD_KEY || isHeadKept)) continue;
        shown.set(key, text);
        if (value === null) removals.push(key);
        else writes[key] = value;
      }
      isHeadKept ||= isAtRest;
      if (Object.keys(writes).length + removals.length > 0) memory.commit(writes, removals).catch(lose);
      return HEAD_KEY in writes;
    },
    /** The history was empty and is filled with the commit under way. */
    noteFilled: (user: string, count: number): void => {
      filling = { user, at: clock.now(), count };
    },
    /** How many sessions came from the backend, as long as that is news; else 0. */
    newlyFilled: (): number => {
      const { filled } = head;
      return filled !== null && clock.now() - filled.at < FILLED_NEWS_MS ? filled.count : 0;
    },
    /** The sync that was due has come; the next one follows. */
    postponeSync: (): void => {
      amend({ nextSyncAt: owedOf(staged) > 0 ? plus(clock.now(), SYNC_EVERY_MS) : null });
    },
    /** Whether the person is to be notified of an outage, once for each. */
    takeOutageNews: (): boolean => {
      const news = outageNews;
      outageNews = false;
      return news;
    },
    /** What pages show, as far as this worker has derived it. */
    view: (): View | null => view,
    /** Whether the next worker would have to count anew. */
    isHeadKept: (): boolean => isHeadKept,
  };
};

export type Projection = ReturnType<typeof createProjection>;
