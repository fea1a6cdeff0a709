import type { EpochMs } from '../../domain/time.ts';
import { type HistoryEntry, newestFirst } from '../history-entry.ts';
import { loadSessionHistory, type Source } from '../loaded-records.ts';
import { loadDeletedIds, loadStoredHistory } from '../stored-history.ts';

/** An entry, and whether this browser holds it, so that it can be corrected here. */
export interface ShownEntry extends HistoryEntry {
  held: boolean;
}

/** The sessions of some time, newest first, and where they are from. */
export interface LoadedRange {
  source: Source;
  entries: ShownEntry[];
}

const PAGE = 100;

/** More pages than this are not read: the page says what it has. */
const PAGES_MAX = 100;

/** No session is as long as this, in milliseconds; where a list is in the order of starts, what is older cannot reach in. */
const LONGEST_MS = 2 * 86_400_000;

/** What the backend holds since `from`; `null` where it cannot be asked. */
const loadTold = async (from: EpochMs): Promise<HistoryEntry[] | null> => {
  const told: HistoryEntry[] = [];
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { source, sessions, has_more } = await loadSessionHistory(PAGE, page * PAGE);
    if (source === 'local') return null;
    told.push(...sessions);
    const oldest = sessions.at(-1);
    if (!has_more || (oldest && Date.parse(oldest.start_time) < from - LONGEST_MS)) break;
  }
  return told;
};

/**
 * What both sides know, each session once. This browser knows better what the backend has not acknowledged, and when
 * a session counted; the backend knows everything else.
 */
export const merge = (
  told: readonly HistoryEntry[],
  stored: readonly HistoryEntry[],
  deleted: ReadonlySet<string>,
): ShownEntry[] => {
  const here = new Map(stored.map((entry) => [entry.client_id, entry]));
  const both = told
    .filter(({ client_id }) => !deleted.has(client_id))
    .map((entry): ShownEntry => {
      const own = here.get(entry.client_id);
      if (own === undefined) return { ...entry, held: false };
      here.delete(entry.client_id);
      if (!own.synced) return { ...own, held: true };
      const intervals = own.duration_seconds === entry.duration_seconds ? own.intervals : [];
      return { ...entry, intervals, held: true };
    });
  const waiting = [...here.values()]
    .filter(({ synced }) => !synced)
    .map((entry) => ({ ...entry, held: true }));
  return [...both, ...waiting].sort(newestFirst);
};

/** Loads the sessions that reach beyond `from`. */
export const loadRange = async (from: EpochMs): Promise<LoadedRange> => {
  const [told, stored, deleted] = await Promise.all([loadTold(from), loadStoredHistory(), loadDeletedIds()]);
  const entries =
    told === null ? stored.map((entry) => ({ ...entry, held: true })) : merge(told, stored, deleted);
  return {
    source: told === null ? 'local' : 'backend',
    entries: entries.filter(({ end_time }) => Date.parse(end_time) > from),
  };
};
