import type { Store } from '../ports/store.ts';
import { HISTORY_PREFIX } from './charts.ts';
import type { StoredSession } from './stored-session.ts';

/** How many acknowledged sessions the history keeps. */
export const HISTORY_MAX = 100;

/** Removes acknowledged sessions beyond `keep`, oldest first. One that the backend does not have is never removed. */
export const pruneHistory = async (store: Store, keep: number = HISTORY_MAX): Promise<void> => {
  const keys = (await store.keys()).filter((key) => key.startsWith(HISTORY_PREFIX)).sort();
  if (keys.length <= keep) return;
  const rows = await store.get(keys);
  const acknowledged = keys.filter((key) => (rows[key] as StoredSession | undefined)?.synced === true);
  const surplus = acknowledged.slice(0, Math.max(0, acknowledged.length - keep));
  if (surplus.length > 0) await store.commit({}, surplus);
};
