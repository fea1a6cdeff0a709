import * as v from 'valibot';
import { machines } from '../machines/index.ts';
import { QUARANTINE_PREFIX } from '../messages/keys.ts';
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

const OldSession = v.looseObject({
  id: v.pipe(v.string(), v.uuid()),
  repo_owner: v.string(),
  repo_name: v.string(),
  pr_number: v.number(),
  start_time: v.pipe(v.string(), v.isoTimestamp()),
  end_time: v.pipe(v.string(), v.isoTimestamp()),
  duration_seconds: v.number(),
  backend_id: v.optional(v.string()),
  synced: v.fallback(v.boolean(), false),
});

const OldItem = v.looseObject({
  id: v.pipe(v.string(), v.uuid()),
  kind: v.picklist(['session.start', 'session.end']),
  session_id: v.string(),
  user_id: v.fallback(v.nullable(v.string()), null),
  body: v.record(v.string(), v.unknown()),
});

const rowOf = (old: v.InferOutput<typeof OldSession>, timeZone: string): StoredSession => ({
  id: old.id,
  host: 'github.com',
  repo_owner: old.repo_owner,
  repo_name: old.repo_name,
  pr_number: old.pr_number,
  pr_title: null,
  start_time: new Date(old.start_time).toISOString(),
  end_time: new Date(old.end_time).toISOString(),
  duration_seconds: Math.max(0, Math.floor(old.duration_seconds)),
  time_zone: timeZone,
  intervals: [],
  ...(old.backend_id === undefined ? {} : { backend_id: old.backend_id }),
  synced: old.synced,
});

const queued = (item: ItemData, userId: string | null, value: unknown): Instance => ({
  chart: 'syncItem',
  id: item.id,
  value,
  context: { userId, attempts: 0, nextAttemptAt: null, lastError: null, whole: false, attempted: true },
  owed: [],
  item,
});

/**
 * Spreads the arrays of an older install over one key an item. Nothing is dropped: what cannot be read is kept apart,
 * and a session that the backend does not have, and that no item owes, is owed from now on.
 */
export const spreadSeedArrays = (
  stored: Readonly<Record<string, unknown>>,
  newId: () => string,
  timeZone: string,
): { writes: Record<string, unknown>; removals: string[] } | null => {
  const arrays = SEED_KEYS.filter((key) => Array.isArray(stored[key]));
  if (arrays.length === 0) return null;
  const writes: Record<string, unknown> = {};
  const listed = (key: (typeof SEED_KEYS)[number]): unknown[] =>
    Array.isArray(stored[key]) ? stored[key] : [];
  const keep = (key: string, record: unknown): void => {
    writes[`${QUARANTINE_PREFIX}${key}/${newId()}`] = record;
  };
  const owed = new Set<string>();
  const put = (key: 'syncQueue' | 'failedSyncItems', prefix: string, value: unknown): void => {
    for (const record of listed(key)) {
      const old = v.safeParse(OldItem, record);
      if (!old.success) {
        keep(key, record);
        continue;
      }
      const { id, kind, session_id, body, user_id } = old.output;
      owed.add(session_id);
      writes[prefix + id] = codecs.syncItem.encode(
        queued({ id, kind, session_id, body } as unknown as ItemData, user_id, value),
      );
    }
  };
  put('syncQueue', QUEUE_PREFIX, 'queued');
  put('failedSyncItems', FAILED_PREFIX, { failed: 'exhausted' });
  for (const record of listed('sessionHistory')) {
    const old = v.safeParse(OldSession, record);
    if (!old.success) {
      keep('sessionHistory', record);
      continue;
    }
    const row = rowOf(old.output, timeZone);
    writes[HISTORY_PREFIX + row.id] = row;
    if (row.synced || owed.has(row.id)) continue;
    const id = newId();
    const item: ItemData = { id, session_id: row.id, kind: 'session.end', body: endBodyOf(row) };
    writes[QUEUE_PREFIX + id] = codecs.syncItem.encode(
      queued(item, null, machines.syncItem.machine.config.initial),
    );
  }
  return { writes, removals: arrays };
};
