import * as v from 'valibot';
import { type HistoryEntry, newestFirst, readStoredRow } from './history-entry.ts';

const HISTORY_PREFIX = 'sessionHistory/';

/** Reads the ended sessions that this browser holds, newest first. Records that are no sessions are left out. */
export const loadStoredHistory = async (): Promise<HistoryEntry[]> => {
  const keys = (await chrome.storage.local.getKeys()).filter((key) => key.startsWith(HISTORY_PREFIX));
  const rows = await chrome.storage.local.get(keys);
  return Object.values(rows)
    .flatMap((row) => readStoredRow(row) ?? [])
    .sort(newestFirst);
};

/** Calls `onChange` whenever a session of the history is written or removed, for as long as the page lives. */
export const followStoredHistory = (onChange: () => void): void => {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && Object.keys(changes).some((key) => key.startsWith(HISTORY_PREFIX))) onChange();
  });
};

const Deletion = v.object({ kind: v.literal('session.delete'), session_id: v.string() });

/** The ids of the sessions that were deleted here, and of which the backend has not been told yet. */
export const loadDeletedIds = async (): Promise<ReadonlySet<string>> => {
  const keys = (await chrome.storage.local.getKeys()).filter((key) =>
    /^(syncQueue|failedSyncItems)\//.test(key),
  );
  const items = Object.values(await chrome.storage.local.get(keys));
  return new Set(
    items.flatMap((item) => {
      const deletion = v.safeParse(Deletion, item);
      return deletion.success ? [deletion.output.session_id] : [];
    }),
  );
};
