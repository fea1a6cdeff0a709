import * as v from 'valibot';
import { QUARANTINE_PREFIX } from '../messages/keys.ts';
import { SessionRecord } from '../messages/session-record.ts';
import {
  codecs,
  FAILED_PREFIX,
  HISTORY_PREFIX,
  type Instance,
  type ItemData,
  QUEUE_PREFIX,
} from './charts.ts';
import { endBodyOf, type StoredSession } from './stored-session.ts';

/** Keys under which older installs kept arrays. */
export const SEED_KEYS = ['sessionHistory', 'syncQueue', 'failedSyncItems'] as const;

const Name = v.pipe(v.string(), v.minLength(1));
const Moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
  v.transform((text) => new Date(text).toISOString()),
);

const place = { repo_owner: v.string(), repo_name: v.string(), pr_number: v.number() };

const OldSession = v.looseObject({
  id: Name,
  ...place,
  start_time: Moment,
  end_time: Moment,
  duration_seconds: v.number(),
  user_id: v.fallback(v.nullable(v.string()), null),
  backend_id: v.optional(v.string()),
  synced: v.fallback(v.boolean(), false),
});
type OldSession = v.InferOutput<typeof OldSession>;

const Ending = v.object({
  end_time: v.string(),
  duration_seconds: v.number(),
  intervals: v.exactOptional(v.array(v.tuple([v.string(), v.string()]))),
});

const OldItem = v.looseObject({
  id: Name,
  kind: v.picklist(['session.start', 'session.end']),
  session_id: Name,
  user_id: v.fallback(v.nullable(v.string()), null),
  body: v.record(v.string(), v.unknown()),
  attempts: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  lastError: v.fallback(v.nullable(v.looseObject({ kind: v.string() })), null),
});
type OldItem = v.InferOutput<typeof OldItem>;

const rowOf = (old: OldSession, id: string, timeZone: string): StoredSession => {
  const duration_seconds = Math.max(0, Math.floor(old.duration_seconds));
  const own = v.safeParse(SessionRecord, { time_zone: timeZone, ...old, id, duration_seconds });
  const user = old.user_id === null ? {} : { user_id: old.user_id };
  if (own.success) return { ...own.output, ...user };
  const { repo_owner, repo_name, pr_number, start_time, end_time, backend_id, synced } = old;
  return {
    id,
    host: 'github.com',
    repo_owner,
    repo_name,
    pr_number,
    pr_title: null,
    start_time,
    end_time,
    duration_seconds,
    time_zone: timeZone,
    intervals: [],
    ...user,
    ...(backend_id === undefined ? {} : { backend_id }),
    synced,
  };
};

const instanceOf = (
  item: ItemData,
  value: unknown,
  { user_id, attempts, lastError }: Pick<OldItem, 'user_id' | 'attempts' | 'lastError'>,
): Instance => ({
  chart: 'syncItem',
  id: item.id,
  value,
  context: {
    userId: user_id,
    attempts,
    nextAttemptAt: null,
    lastError,
    whole: false,
    attempted: true,
  },
  owed: [],
  item,
});

/**
 * Spreads the arrays of an older install over one key an item. Nothing is dropped: what cannot be read, and what would
 * take the place of something else, is kept apart; what has an id that no backend would take gets another; and a session
 * that the backend does not have, and that no item owes, is owed from now on. `taken` are the keys in storage.
 */
export const spreadSeedArrays = (
  stored: Readonly<Record<string, unknown>>,
  taken: readonly string[],
  newId: () => string,
  timeZone: string,
): { writes: Record<string, unknown>; removals: string[] } | null => {
  const arrays = SEED_KEYS.filter((key) => Array.isArray(stored[key]));
  if (arrays.length === 0) return null;
  const writes: Record<string, unknown> = {};
  const ids = new Map<string, string>();
  const owed = new Set<string>();
  const listed = (key: (typeof SEED_KEYS)[number]): unknown[] =>
    Array.isArray(stored[key]) ? stored[key] : [];
  const isTaken = (key: string): boolean => key in writes || taken.includes(key);
  const keep = (key: string, record: unknown): void => {
    writes[`${QUARANTINE_PREFIX}${key}/${newId()}`] = record;
  };
  const idOf = (old: string): string => {
    if (v.is(v.pipe(v.string(), v.uuid()), old)) return old;
    const id = ids.get(old) ?? newId();
    ids.set(old, id);
    return id;
  };
  const owe = (row: StoredSession): void => {
    const id = newId();
    const item: ItemData = { id, session_id: row.id, kind: 'session.end', body: endBodyOf(row) };
    const fresh = { user_id: row.user_id ?? null, attempts: 0, lastError: null };
    writes[QUEUE_PREFIX + id] = codecs.syncItem.encode(instanceOf(item, 'queued', fresh));
  };

  for (const record of listed('sessionHistory')) {
    const old = v.safeParse(OldSession, record);
    const row = old.success ? rowOf(old.output, idOf(old.output.id), timeZone) : null;
    if (row === null || isTaken(HISTORY_PREFIX + row.id)) keep('sessionHistory', record);
    else writes[HISTORY_PREFIX + row.id] = row;
  }

  /** An item as today's; `null` where there is no telling what it owes. */
  const itemOf = (old: OldItem): ItemData | null => {
    const { kind, body } = old;
    const id = idOf(old.id);
    const session_id = idOf(old.session_id);
    if (kind === 'session.start')
      return { id, session_id, kind, body: { ...body, client_id: session_id } } as unknown as ItemData;
    const ending = v.safeParse(Ending, body);
    if (!ending.success) return null;
    if (isTaken(HISTORY_PREFIX + session_id)) return { id, session_id, kind, body: ending.output };
    const whole = v.safeParse(OldSession, { ...body, id: session_id, synced: false, user_id: old.user_id });
    if (!whole.success) return null;
    writes[HISTORY_PREFIX + session_id] = rowOf(whole.output, session_id, timeZone);
    return { id, session_id, kind, body: ending.output };
  };

  const spread = (key: 'syncQueue' | 'failedSyncItems', prefix: string): void => {
    for (const record of listed(key)) {
      const old = v.safeParse(OldItem, record);
      const item = old.success && !isTaken(prefix + idOf(old.output.id)) ? itemOf(old.output) : null;
      if (!old.success || item === null) {
        keep(key, record);
        continue;
      }
      owed.add(item.session_id);
      const failed = old.output.lastError?.kind === 'refused' ? 'refused' : 'exhausted';
      const value = key === 'syncQueue' ? 'queued' : { failed };
      writes[prefix + item.id] = codecs.syncItem.encode(instanceOf(item, value, old.output));
    }
  };
  spread('syncQueue', QUEUE_PREFIX);
  spread('failedSyncItems', FAILED_PREFIX);

  const rows = Object.entries(writes).filter(([key]) => key.startsWith(HISTORY_PREFIX));
  for (const [, row] of rows as [string, StoredSession][]) if (!row.synced && !owed.has(row.id)) owe(row);
  return { writes, removals: arrays };
};
