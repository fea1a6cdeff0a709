/** What older installs kept under single keys, and what everybody may still read in one piece: these fields, no other. */
export interface StorageSchema {
  activeSession?: unknown;
  /** Newest first. */
  sessionHistory: unknown[];
  syncQueue: unknown[];
  authToken?: unknown;
  tokenExpiry?: unknown;
  lastSyncTime?: unknown;
  offlineMode: boolean;
  failedSyncItems: unknown[];
}

const SINGLE_KEYS = ['activeSession', 'authToken', 'tokenExpiry', 'lastSyncTime', 'offlineMode'];
const COLLECTIONS = ['sessionHistory', 'syncQueue', 'failedSyncItems'] as const;

/** How many records are read at once: a single one that is corrupt fails the read, so that it is looked for alone. */
const CHUNK = 500;

/** As much of a storage area as is read. */
export type StoredArea = Pick<chrome.storage.StorageArea, 'get' | 'getKeys'>;

const readTogether = async (area: StoredArea, keys: string[]): Promise<Record<string, unknown>> => {
  try {
    return await area.get<Record<string, unknown>>(keys);
  } catch {
    if (keys.length === 1) return {};
    const half = Math.ceil(keys.length / 2);
    const parts = await Promise.all([
      readTogether(area, keys.slice(0, half)),
      readTogether(area, keys.slice(half)),
    ]);
    return { ...parts[0], ...parts[1] };
  }
};

/** The values under these keys. A record that the browser itself cannot read is left out. */
const readAll = async (area: StoredArea, keys: readonly string[]): Promise<Record<string, unknown>> => {
  const found: Record<string, unknown> = {};
  for (let from = 0; from < keys.length; from += CHUNK)
    Object.assign(found, await readTogether(area, keys.slice(from, from + CHUNK)));
  return found;
};

const momentOf = (row: unknown): string => {
  const { end_time, start_time } = (row ?? {}) as { end_time?: unknown; start_time?: unknown };
  return String(end_time ?? start_time ?? '');
};

/**
 * All of what is stored, in the seed's one object: the collections as arrays, from their one key an item. It holds
 * tokens; what leaves the browser leaves without them.
 */
export const readStorageSchema = async (area: StoredArea = chrome.storage.local): Promise<StorageSchema> => {
  const keys = await area.getKeys();
  const keysOf = (name: string): string[] => keys.filter((key) => key.startsWith(`${name}/`)).sort();
  const wanted = [...SINGLE_KEYS.filter((key) => keys.includes(key)), ...COLLECTIONS.flatMap(keysOf)];
  const stored = await readAll(area, wanted);
  const listed = (name: string): unknown[] =>
    keysOf(name).flatMap((key) => (stored[key] === undefined || stored[key] === null ? [] : [stored[key]]));
  const single = SINGLE_KEYS.filter((key) => stored[key] !== undefined && stored[key] !== null);
  return {
    ...Object.fromEntries(single.map((key) => [key, stored[key]])),
    offlineMode: stored.offlineMode === true,
    sessionHistory: listed('sessionHistory').sort((a, b) => (momentOf(a) < momentOf(b) ? 1 : -1)),
    syncQueue: listed('syncQueue'),
    failedSyncItems: listed('failedSyncItems'),
  };
};
