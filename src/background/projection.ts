import * as v from 'valibot';
import type { Settings } from '../domain/settings.ts';
import type { SignInWay } from '../domain/sign-in.ts';
import { type EpochMs, plus, toEpochMs } from '../domain/time.ts';
import type { Notice, View } from '../domain/view.ts';
import { LEDGER_KEY, VIEW_KEY } from '../messages/keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Instance } from './charts.ts';
import { nextDays, rememberedDays } from './days.ts';
import type { Change } from './decide.ts';
import type { Draft } from './draft.ts';
import { emptyHead, type Head, nextHead, openIdsOf, owedOf, StoredHead, StoredRecents } from './head.ts';
import { activeSession, deriveLedger, deriveView } from './view.ts';

/** A value as text, the same whatever the order of its fields: the browser keeps them in the order of their names. */
const sortedTextOf = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const HEAD_KEY = 'head';
const ACTIVE_KEY = 'activeSession';

/** Storage keys of all that is derived; a worker reads them when it wakes. */
export const DERIVED_KEYS = [VIEW_KEY, HEAD_KEY, ACTIVE_KEY, LEDGER_KEY] as const;

/** How often the next sync comes while something is owed. */
const SYNC_EVERY_MS = 15 * 60_000;

/** While items are delivered one after the other, what is derived from them is written at most this often. */
export const SETTLE_MS = 250;

/** How long the person is told that the history was filled. */
const FILLED_NEWS_MS = 86_400_000;

/** What the projection knows besides the instances. */
export interface Surroundings {
  clock: Clock;
  settings(): Settings;
  localBackend: boolean;
  ways(): readonly SignInWay[];
  notices(): Notice[];
  /** The earliest end of an item's wait, of those in memory. */
  nextDue(): EpochMs | null;
}

/**
 * Derives what is stored beside the instances: the head, the View, `activeSession`. It goes into the same write as
 * the transition, but for the steps of a delivery, after which it follows within {@link SETTLE_MS}.
 */
export const createProjection = ({ clock, settings, localBackend, notices, ways, nextDue }: Surroundings) => {
  const localDays = rememberedDays(clock);
  let head: Head = emptyHead;
  let staged: Head = emptyHead;
  let lastSyncTime: EpochMs | null = null;
  let offline = false;
  /** Whether the storage says that there is a network, or that there is none. */
  let isOfflineStored = false;
  let storesOffline = false;
  let writtenAt = 0;
  let owing = false;
  let outageNews = false;
  let view: View | null = null;
  /** What is stored of each derived key, and what the commit under way makes of it. */
  let stored = new Map<string, string>();
  let storing = new Map<string, string>();
  /** The same of what a former worker stored, as long as nothing was compared with it. */
  const inherited = new Map<string, string>();

  const nextSync = (next: Head): number | null => {
    if (owedOf(next) - next.queue.refused === 0) return null;
    return next.nextSyncAt ?? plus(clock.now(), SYNC_EVERY_MS);
  };

  /** Items are in memory once a delivery has begun; before that, what the head says stands. */
  const retryAt = (next: Head): number | null =>
    next.queue.retrying + next.queue.held === 0 ? null : (nextDue() ?? next.retryAt);

  const write = (instances: readonly Instance[], draft: Draft): void => {
    const sessions = instances.filter(({ chart }) => chart === 'session');
    view = deriveView({
      at: clock.now(),
      days: localDays(),
      head: staged,
      sessions,
      auth: instances.find(({ chart }) => chart === 'auth') ?? null,
      offline,
      settings: settings(),
      lastSyncTime,
      nextAttemptAt: staged.retryAt as EpochMs | null,
      localBackend,
      ways: ways(),
      notices: notices(),
    });
    owing = false;
    storing = new Map(stored);
    const { recent: _, ...kept } = staged;
    const derived = {
      [VIEW_KEY]: view,
      [HEAD_KEY]: kept,
      [ACTIVE_KEY]: activeSession(sessions),
      [LEDGER_KEY]: deriveLedger(view.current, sessions),
    };
    for (const [key, value] of Object.entries(derived)) {
      const text = JSON.stringify(value);
      const known = inherited.get(key);
      storing.set(key, text);
      if (known === undefined ? text === (stored.get(key) ?? 'null') : known === sortedTextOf(value))
        continue;
      if (value === null) draft.removals.add(key);
      else draft.writes.set(key, value);
    }
  };

  /** Changes what is known beside the commits: one that is under way keeps what it makes of all else. */
  const amend = (change: Partial<Head>): void => {
    head = { ...head, ...change };
    staged = { ...staged, ...change };
  };

  return {
    /** Takes over what a former worker stored. `false` where it is lost or of another version. */
    restore: (found: Record<string, unknown>): boolean => {
      const kept = v.safeParse(StoredHead, found[HEAD_KEY]);
      const recents = v.safeParse(StoredRecents, found[VIEW_KEY]);
      const isWhole = kept.success && recents.success;
      head = isWhole ? { ...kept.output, recent: recents.output.recent } : emptyHead;
      staged = head;
      for (const key of DERIVED_KEYS)
        if (found[key] !== undefined) inherited.set(key, sortedTextOf(found[key]));
      lastSyncTime = typeof found.lastSyncTime === 'number' ? toEpochMs(found.lastSyncTime) : null;
      offline = found.offlineMode === true;
      isOfflineStored = typeof found.offlineMode === 'boolean';
      return isWhole;
    },
    /** Knows of nothing any more, since nothing is stored any more. */
    forget: (): void => {
      head = emptyHead;
      staged = emptyHead;
      lastSyncTime = null;
      isOfflineStored = false;
      stored = new Map();
      storing = new Map();
      view = null;
    },
    head: (): Head => head,
    /** The head as the commit under way leaves it. */
    drafted: (): Head => staged,
    /** Replaces the head by one that was counted anew, before the first commit or as a part of one. */
    replace: (next: Head): void => {
      head = next;
      staged = next;
    },
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
      staged = { ...next, outageTold, nextSyncAt: nextSync(next), retryAt: retryAt(next) };
      const isDelivery =
        changes.length > 0 && changes.every(({ after, before }) => (after ?? before)?.chart === 'syncItem');
      // A worker that dies before the head follows must find a sync planned for what waits.
      const isNewlyDue = head.nextSyncAt === null && staged.nextSyncAt !== null;
      if (isDelivery && !isNewlyDue && clock.now() - writtenAt < SETTLE_MS) owing = true;
      else write(charts, draft);
    },
    /** Notes that the commit stands. */
    settle: (): void => {
      if (!head.outageTold && staged.outageTold) outageNews = true;
      head = staged;
      isOfflineStored ||= storesOffline;
      if (owing) return;
      if (storing.get(VIEW_KEY) !== stored.get(VIEW_KEY)) writtenAt = clock.now();
      stored = storing;
      inherited.clear();
    },
    /** The history was empty and is filled with the commit under way. */
    noteFilled: (user: string, count: number): void => {
      amend({ filled: { user, at: clock.now(), count } });
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
    /** Whether something derived has not been written yet. */
    isOwing: (): boolean => owing,
  };
};

export type Projection = ReturnType<typeof createProjection>;
