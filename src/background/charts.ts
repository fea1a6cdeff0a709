import * as v from 'valibot';
import type { Failure } from '../domain/failure.ts';
import { type MachineName, machines } from '../machines/index.ts';
import type { CorrectionBody, EndBody, StartBody } from '../ports/session-api.ts';
import { migrations, upgrade, type VersionedSnapshot } from './migrations.ts';
import type { StoredSession } from './stored-session.ts';

/** A session that a person deleted: whole, so that it can be taken back. */
interface Deletion {
  session: StoredSession;
  /** Whether the backend may have it. Otherwise its deletion needs no request. */
  isKnown: boolean;
}

/**
 * What a sync item carries besides where it stands. It changes only before the first attempt: a request that may have
 * arrived is repeated as it was.
 */
export type ItemData = { id: string; session_id: string } & (
  | { kind: 'session.start'; body: StartBody }
  | { kind: 'session.end'; body: EndBody }
  | { kind: 'session.correct'; body: CorrectionBody }
  | { kind: 'session.delete'; body: Deletion }
);

/** An effect that a commit recorded and that has not been done yet. */
export interface Owed {
  id: string;
  type: string;
  params: unknown;
}

/** One stored statechart: where it stands, and what is still to be done about it. */
export interface Instance {
  chart: MachineName;
  id: string;
  value: unknown;
  context: Record<string, unknown>;
  owed: Owed[];
  /** Only sync items have it. */
  item?: ItemData;
}

/** How a chart's instances lie in storage. */
interface Codec {
  key(instance: Instance): string;
  encode(instance: Instance): unknown;
  /** `null` where the record is of another version, or none at all. It is quarantined then. */
  decode(id: string, stored: unknown): Instance | null;
  /** Whether nothing of it needs to be kept. */
  isSpent(instance: Instance): boolean;
}

const Value = v.union([v.string(), v.record(v.string(), v.unknown())]);
const Debts = v.fallback(
  v.optional(v.array(v.object({ id: v.string(), type: v.string(), params: v.unknown() })), []),
  [],
);
const Context = v.record(v.string(), v.unknown());

const Plain = v.object({ version: v.number(), value: Value, context: Context, owed: Debts });

const StoredItem = v.object({
  id: v.string(),
  kind: v.picklist(['session.start', 'session.end', 'session.correct', 'session.delete']),
  session_id: v.string(),
  user_id: v.nullable(v.string()),
  body: v.record(v.string(), v.unknown()),
  attempts: v.number(),
  nextAttemptAt: v.nullable(v.number()),
  lastError: v.nullable(v.looseObject({ kind: v.string() })),
  snapshot: v.object({
    version: v.number(),
    value: Value,
    whole: v.optional(v.boolean(), false),
    attempted: v.optional(v.boolean(), true),
    owed: Debts,
  }),
});

/** An instance of today's version; `null` where there is no way to it, or the machine has not the states it names. */
const restored = (
  stored: VersionedSnapshot,
  rest: Pick<Instance, 'chart' | 'id' | 'owed' | 'item'>,
): Instance | null => {
  const { machine, version } = machines[rest.chart];
  const snapshot = upgrade(stored, version, migrations[rest.chart]);
  if (snapshot === null) return null;
  const { value, context } = snapshot;
  try {
    machine.resolveState({ value: value as never, context: context as never });
    return { ...rest, value, context };
  } catch {
    return null;
  }
};

const plain = (chart: 'session' | 'auth', prefix: string, isSpent: Codec['isSpent']): Codec => ({
  key: ({ id }) => prefix + id,
  encode: ({ value, context, owed }) => ({ version: machines[chart].version, value, context, owed }),
  decode: (id, stored) => {
    const record = v.safeParse(Plain, stored);
    return record.success ? restored(record.output, { chart, id, owed: record.output.owed }) : null;
  },
  isSpent,
});

export const SESSION_PREFIX = 'session/';
export const QUEUE_PREFIX = 'syncQueue/';
export const FAILED_PREFIX = 'failedSyncItems/';
export const HISTORY_PREFIX = 'sessionHistory/';

/** Whether an item stands among the failed ones. */
export const isFailed = ({ value }: Pick<Instance, 'value'>): boolean =>
  typeof value === 'object' && value !== null && 'failed' in value;

const syncItem: Codec = {
  key: (instance) => (isFailed(instance) ? FAILED_PREFIX : QUEUE_PREFIX) + instance.id,
  encode: ({ item, value, context, owed }) => ({
    id: item?.id,
    kind: item?.kind,
    session_id: item?.session_id,
    user_id: context.userId,
    body: item?.body,
    attempts: context.attempts,
    nextAttemptAt: context.nextAttemptAt,
    lastError: context.lastError,
    snapshot: {
      version: machines.syncItem.version,
      value,
      whole: context.whole,
      attempted: context.attempted,
      owed,
    },
  }),
  decode: (id, stored) => {
    const record = v.safeParse(StoredItem, stored);
    if (!record.success) return null;
    const { snapshot, kind, session_id, body, user_id: userId, ...rest } = record.output;
    const { version, value, whole, attempted, owed } = snapshot;
    const { attempts, nextAttemptAt, lastError } = rest;
    const context = {
      userId,
      attempts,
      nextAttemptAt,
      lastError: lastError as Failure | null,
      whole,
      attempted,
    };
    const item = { id, session_id, kind, body } as unknown as ItemData;
    return restored({ version, value, context }, { chart: 'syncItem', id, owed, item });
  },
  isSpent: ({ value }) => value === 'synced' || value === 'discarded',
};

/** Storage forms of the three charts. */
export const codecs: Record<MachineName, Codec> = {
  session: plain(
    'session',
    SESSION_PREFIX,
    ({ value, context }) => value === 'idle' && context.held !== true && (context.away ?? null) === null,
  ),
  auth: plain('auth', '', () => false),
  syncItem,
};

/** The id of the one auth instance, and so its storage key. */
export const AUTH_ID = 'auth';

/** Whether two states of one instance are stored alike. */
export const isSame = (before: Instance, after: Instance): boolean =>
  typeof before.value === typeof after.value &&
  (typeof before.value !== 'string' || before.value === after.value) &&
  JSON.stringify(before) === JSON.stringify(after);
