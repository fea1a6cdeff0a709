import * as v from 'valibot';
import type { Failure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/time.ts';
import type { DeliveryState, ItemCommand, RecentSessionView } from '../domain/view.ts';
import { machines } from '../machines/index.ts';
import { HISTORY_PREFIX, type Instance, isFailed } from './charts.ts';
import type { Change } from './decide.ts';
import { nextGaps, StoredOpenGap } from './open-gaps.ts';
import type { StoredSession } from './stored-session.ts';

/** Ended sessions that the head remembers, and the popup shows. */
export const RECENT_MAX = 20;

const Lane = v.record(
  v.string(),
  v.object({
    state: v.picklist(['queued', 'retrying', 'failed']),
    problem: v.nullable(v.looseObject({ kind: v.string() })),
    can: v.array(v.picklist(['retry', 'discard'])),
  }),
);
type Lane = v.InferOutput<typeof Lane>;

/** What the head says of a session that ended, without how its delivery stands. */
const Recent = v.object({
  id: v.string(),
  host: v.string(),
  owner: v.string(),
  repo: v.string(),
  number: v.number(),
  title: v.nullable(v.string()),
  startedAt: v.number(),
  endedAt: v.number(),
  durationSeconds: v.number(),
});
type Recent = v.InferOutput<typeof Recent>;

/** What a wake needs, small whatever else is stored. Derived from the records; rebuilt where it is lost or behind them. */
export const Head = v.object({
  /** Ids of the sessions that are open or held. */
  sessions: v.array(v.string()),
  queue: v.object({
    queued: v.number(),
    sending: v.number(),
    retrying: v.number(),
    exhausted: v.number(),
    refused: v.number(),
    /** Held back for a moment, in case the person takes it back. */
    held: v.number(),
  }),
  /** Whether the person was notified of the outage that goes on; the next acknowledgement ends it. */
  outageTold: v.boolean(),
  /** Counted time of ended sessions on the last local days. */
  days: v.array(v.object({ date: v.string(), seconds: v.number() })),
  /** Undecided gaps of ended sessions. */
  gaps: v.array(StoredOpenGap),
  /** When the next sync is due; `null` while nothing is owed. */
  nextSyncAt: v.nullable(v.number()),
  /** When the outage began that goes on; the worker looks for the network ever more rarely from then on. */
  offlineSince: v.nullable(v.number()),
  /** For whom an empty history was filled with what the backend holds, when, and with how many sessions. */
  filled: v.nullable(v.object({ user: v.string(), at: v.number(), count: v.number() })),
  /** When the earliest retry is due. */
  retryAt: v.nullable(v.number()),
  /** What the sessions in `recent` and the open ones still owe, by session and item. */
  lanes: v.record(v.string(), Lane),
  /** The sessions that ended last, newest first. */
  recent: v.array(Recent),
});
export type Head = v.InferOutput<typeof Head>;

/** The head of an empty store. */
export const emptyHead: Head = {
  sessions: [],
  queue: { queued: 0, sending: 0, retrying: 0, exhausted: 0, refused: 0, held: 0 },
  outageTold: false,
  days: [],
  nextSyncAt: null,
  offlineSince: null,
  filled: null,
  retryAt: null,
  lanes: {},
  recent: [],
  gaps: [],
};

const countedAs = ({ value }: Instance): keyof Head['queue'] => {
  if (value === 'queued' || value === 'sending' || value === 'retrying' || value === 'held') return value;
  return (value as { failed: 'exhausted' | 'refused' }).failed;
};

/** Items that wait to be delivered and may be without a person. */
export const pendingOf = ({ queue }: Head): number =>
  queue.queued + queue.sending + queue.retrying + queue.held;

/** Items that wait for the next sync or for a person. */
export const failedOf = ({ queue }: Head): number => queue.exhausted + queue.refused;

/** Items that are owed in any way. */
export const owedOf = (head: Head): number => pendingOf(head) + failedOf(head);

const commandsOf = (instance: Instance, at: EpochMs): ItemCommand[] => {
  const { machine } = machines.syncItem;
  const snapshot = machine.resolveState({
    value: instance.value as never,
    context: instance.context as never,
  });
  return (['retry', 'discard'] as const).filter((name) => snapshot.can({ type: `item.${name}`, at }));
};

const laneEntry = (instance: Instance, at: EpochMs): Lane[string] => {
  const failure = instance.context.lastError as Failure | null;
  const failed = isFailed(instance);
  return {
    state: failed ? 'failed' : instance.value === 'retrying' ? 'retrying' : 'queued',
    problem: failed ? failure : null,
    can: failed ? commandsOf(instance, at) : [],
  };
};

/** One row of the recent sessions from a stored one. */
const recentOf = (row: StoredSession): Recent => ({
  id: row.id,
  host: row.host,
  owner: row.repo_owner,
  repo: row.repo_name,
  number: row.pr_number,
  title: row.pr_title,
  startedAt: Date.parse(row.start_time),
  endedAt: Date.parse(row.end_time),
  durationSeconds: row.duration_seconds,
});

const newestFirst = (a: Recent, b: Recent): number => b.endedAt - a.endedAt || (a.id < b.id ? 1 : -1);

/** The sessions that ended last, after these rows were written and removed. */
const nextRecent = (
  recent: readonly Recent[],
  writes: ReadonlyMap<string, unknown>,
  removals: ReadonlySet<string>,
): Recent[] => {
  const rows = new Map(recent.map((row) => [row.id, row]));
  for (const key of removals) rows.delete(key.slice(HISTORY_PREFIX.length));
  for (const [key, row] of writes)
    if (key.startsWith(HISTORY_PREFIX)) {
      const fresh = recentOf(row as StoredSession);
      rows.set(fresh.id, fresh);
    }
  return [...rows.values()].sort(newestFirst).slice(0, RECENT_MAX);
};

/** The head after a commit that changes these instances and writes or removes these keys. `openIds` are of sessions. */
export const nextHead = (
  head: Head,
  changes: readonly Change[],
  writes: ReadonlyMap<string, unknown>,
  removals: ReadonlySet<string>,
  openIds: ReadonlySet<string>,
  at: EpochMs,
): Head => {
  const sessions = new Set(head.sessions);
  const queue = { ...head.queue };
  const lanes = { ...head.lanes };
  const recent = nextRecent(head.recent, writes, removals);
  const shown = new Set([...openIds, ...recent.map(({ id }) => id)]);
  for (const { before, after } of changes) {
    const instance = after ?? before;
    if (instance?.chart === 'session') {
      if (after) sessions.add(instance.id);
      else sessions.delete(instance.id);
    }
    const lane = instance?.item?.session_id;
    if (instance?.chart !== 'syncItem' || lane === undefined) continue;
    if (before) queue[countedAs(before)] = Math.max(0, queue[countedAs(before)] - 1);
    if (after) queue[countedAs(after)] += 1;
    if (!shown.has(lane)) continue;
    const { [instance.id]: _, ...rest } = lanes[lane] ?? {};
    lanes[lane] = after ? { ...rest, [instance.id]: laneEntry(after, at) } : rest;
  }
  const kept = Object.entries(lanes).filter(([id, lane]) => shown.has(id) && Object.keys(lane).length > 0);
  const gaps = nextGaps(head.gaps, writes, removals);
  return { ...head, sessions: [...sessions], queue, lanes: Object.fromEntries(kept), recent, gaps };
};

/** The head with its items counted anew, where a worker died between a delivery and its count. */
export const recount = (
  head: Head,
  items: readonly Instance[],
  openIds: ReadonlySet<string>,
  at: EpochMs,
): Head =>
  nextHead(
    { ...head, queue: emptyHead.queue, lanes: {} },
    items.map((after) => ({ before: null, after, event: null })),
    new Map(),
    new Set(),
    openIds,
    at,
  );

/** The ids of the sessions that are open. */
export const openIdsOf = (charts: readonly Instance[]): Set<string> =>
  new Set(charts.flatMap(({ context }) => (context.log as { id: string } | null | undefined)?.id ?? []));

const SEVEREST: DeliveryState[] = ['failed', 'retrying', 'queued'];

/** A recent session's row with the state of its delivery: the furthest-behind of its items speaks for it. */
export const viewRecent = (row: Recent, lane: Lane | undefined): RecentSessionView => {
  const entries = Object.values(lane ?? {});
  const sync = SEVEREST.find((state) => entries.some((entry) => entry.state === state)) ?? 'synced';
  return {
    ...(row as Omit<RecentSessionView, 'sync' | 'problem' | 'can'>),
    sync,
    problem: (entries.find(({ problem }) => problem !== null)?.problem as Failure | undefined) ?? null,
    can: [...new Set(entries.flatMap(({ can }) => can))],
  };
};
