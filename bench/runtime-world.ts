import { codecs, HISTORY_PREFIX, type Instance } from '../src/background/charts.ts';
import { RECENT_MAX } from '../src/background/head.ts';
import { SETTLE_MS } from '../src/background/projection.ts';
import type { StoredSession } from '../src/background/stored-session.ts';
import { createWorkTime, type WorkTime } from '../src/background/worktime.ts';
import { lastLocalDays } from '../src/domain/local-days.ts';
import { type EpochMs, plus, toEpochMs } from '../src/domain/time.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Store } from '../src/ports/store.ts';
import { quietSurroundings } from './quiet-surroundings.ts';

/** How long the backend of these benchmarks takes for an answer, by their own clock. */
const ANSWER_MS = 20;

const USER = 'ada';
const BEGAN = toEpochMs(Date.UTC(2026, 0, 5, 9));

/** What was written to the store. */
interface Written {
  commits: number;
  /** Bytes of keys and JSON, all of them. */
  bytes: number;
  /** The part of it that the records themselves are: items, history rows, machines. */
  recordBytes: number;
}

/** The extension's core over a store in memory, a backend that always acknowledges, and a clock of its own. */
export interface RuntimeWorld {
  worktime: WorkTime;
  written: Written;
  /** Transitions that were committed. */
  transitions(): number;
  /** Starts a delivery, and resolves once this many more items were acknowledged; no further one is answered. */
  deliver(items: number): Promise<void>;
}

const idOf = (number: number): string => `019b8c3e-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** One start of a session that waits to be delivered. */
const waitingItem = (number: number): Instance => ({
  chart: 'syncItem',
  id: idOf(number),
  value: 'queued',
  context: { userId: USER, attempts: 0, nextAttemptAt: null, lastError: null, whole: false },
  owed: [],
  item: {
    id: idOf(number),
    kind: 'session.start',
    session_id: idOf(1_000_000 + number),
    body: {
      client_id: idOf(1_000_000 + number),
      repo_owner: 'acme',
      repo_name: 'rocket',
      pr_number: number + 1,
      pr_title: 'Keep the fuel lines warm before the countdown',
      host: 'github.com',
      start_time: '2026-01-05T08:00:00.000Z',
      time_zone: 'Europe/Berlin',
    },
  },
});

/** One session that the backend has, as the history keeps it. */
const keptSession = (number: number): StoredSession => ({
  id: idOf(3_000_000 + number),
  host: 'github.com',
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: number + 1,
  pr_title: 'Keep the fuel lines warm before the countdown',
  start_time: '2026-01-05T07:00:00.000Z',
  end_time: '2026-01-05T07:20:00.000Z',
  duration_seconds: 1_200,
  time_zone: 'Europe/Berlin',
  intervals: [['2026-01-05T07:00:00.000Z', '2026-01-05T07:20:00.000Z']],
  backend_id: idOf(4_000_000 + number),
  synced: true,
});

const isRecord = (key: string): boolean =>
  /^(?:syncQueue|failedSyncItems|sessionHistory|session)\/|^auth$/.test(key);

const writingStore = (values: Map<string, unknown>, written: Written): Store => ({
  get: async (keys) =>
    Object.fromEntries(keys.flatMap((key) => (values.has(key) ? [[key, values.get(key)]] : []))),
  keys: async () => [...values.keys()],
  commit: async (writes, removals = []) => {
    written.commits += 1;
    for (const key of removals) values.delete(key);
    for (const [key, value] of Object.entries(writes)) {
      const json = JSON.stringify(value);
      const bytes = Buffer.byteLength(key) + Buffer.byteLength(json);
      written.bytes += bytes;
      if (isRecord(key)) written.recordBytes += bytes;
      values.set(key, JSON.parse(json));
    }
  },
});

/** Starts the core with so many items waiting to be delivered, and as many past sessions as the popup shows. */
export async function runtimeWorld(waiting: number): Promise<RuntimeWorld> {
  const written: Written = { commits: 0, bytes: 0, recordBytes: 0 };
  const values = new Map<string, unknown>();
  for (let number = 0; number < waiting; number += 1) {
    const item = waitingItem(number);
    values.set(codecs.syncItem.key(item), codecs.syncItem.encode(item));
  }
  for (let number = 0; number < RECENT_MAX; number += 1) {
    const session = keptSession(number);
    values.set(HISTORY_PREFIX + session.id, session);
  }
  values.set('authToken', 'a token');
  let now: EpochMs = BEGAN;
  let ids = 2_000_000;
  let transitions = 0;
  let toAnswer = 0;
  let onDelivered = (): void => {};
  let timers: { at: EpochMs; work: () => void }[] = [];

  const elapse = (ms: number): void => {
    now = plus(now, ms);
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { work } of due) work();
  };

  const facts = { user: USER, expiresAt: plus(BEGAN, 30 * 24 * 3_600_000), refreshable: false };
  const refusal = { ok: false, failure: { kind: 'missing' } } as const;
  const clock: Clock = {
    now: () => now,
    timeZone: () => 'Europe/Berlin',
    localDays: (count) => lastLocalDays(now, count),
  };
  const worktime = createWorkTime({
    ...quietSurroundings(clock),
    store: writingStore(values, written),
    clock,
    chance: {
      id: () => {
        ids += 1;
        return idOf(ids);
      },
      jitter: () => 0.5,
    },
    connectivity: { isOnline: () => true },
    sessions: {
      start: async ({ client_id }) => {
        if (toAnswer === 0) return new Promise(() => {});
        toAnswer -= 1;
        elapse(ANSWER_MS);
        return { ok: true, value: client_id };
      },
      end: async () => refusal,
      correct: async () => refusal,
      remove: async () => refusal,
      batch: async () => refusal,
      health: async () => refusal,
    },
    records: {
      dailyStats: async () => refusal,
      sessions: async () => refusal,
      signIns: async () => refusal,
      revokeSignIn: async () => refusal,
      eraseAccount: async () => refusal,
    },
    identity: {
      ways: async () => ({ ok: true, value: [] }),
      signInThroughGitHub: async () => ({ ok: false, failure: { kind: 'cancelled' } }),
      signInLocally: async () => refusal,
      refresh: async () => refusal,
      revoke: async () => refusal,
      read: () => facts,
    },
    later: (ms, work) => void timers.push({ at: plus(now, ms), work }),
    observe: (changes) => {
      transitions += changes.length;
      for (const { before, after } of changes)
        if (before?.value === 'sending' && after === null) onDelivered();
    },
  });
  await worktime.ready();
  return {
    worktime,
    written,
    transitions: () => transitions,
    deliver: (items) =>
      new Promise((resolve, reject) => {
        let missing = items;
        toAnswer = items;
        onDelivered = () => {
          missing -= 1;
          if (missing > 0) return;
          onDelivered = () => {};
          // What is derived from a delivery follows a moment later.
          setImmediate(() => {
            elapse(SETTLE_MS);
            setImmediate(resolve);
          });
        };
        worktime.command({ type: 'SYNC_NOW' }).catch(reject);
      }),
  };
}
