import * as v from 'valibot';
import { addToDays, type DayTotal } from '../domain/local-days.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { HISTORY_PREFIX } from './charts.ts';
import { DAYS_KEPT, timesOf } from './days.ts';
import type { StoredSession } from './stored-session.ts';

/** How many acknowledged sessions the history keeps. */
export const HISTORY_MAX = 100;

/** The storage key of what the rows that had to go counted on the last local days. */
const PRUNED_DAYS_KEY = 'prunedDays';

const PrunedDays = v.fallback(v.array(v.object({ date: v.string(), seconds: v.number() })), []);

/** What rows that the history does not keep any more counted, by local day. */
export const prunedDays = async (store: Store): Promise<DayTotal[]> =>
  v.parse(PrunedDays, (await store.get([PRUNED_DAYS_KEY]))[PRUNED_DAYS_KEY]);

/** Removes acknowledged sessions beyond `keep`, oldest first. One that the backend does not have is never removed. */
export const pruneHistory = async (
  { store, clock }: { store: Store; clock: Clock },
  keep: number = HISTORY_MAX,
): Promise<void> => {
  const keys = (await store.keys()).filter((key) => key.startsWith(HISTORY_PREFIX)).sort();
  if (keys.length <= keep) return;
  const rows = await store.get(keys);
  const acknowledged = keys.filter((key) => (rows[key] as StoredSession | undefined)?.synced === true);
  const surplus = acknowledged.slice(0, Math.max(0, acknowledged.length - keep));
  if (surplus.length === 0) return;
  const pruned = timesOf(surplus.map((key) => [key, rows[key]]));
  const days = addToDays(await prunedDays(store), clock.localDays(DAYS_KEPT), pruned);
  await store.commit({ [PRUNED_DAYS_KEY]: days }, surplus);
};
