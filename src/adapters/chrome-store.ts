import type { Store } from '../ports/store.ts';

/**
 * The store over `chrome.storage.local`. A removal is first written as `null` in the same batch as the writes, and
 * only then removed, since the browser writes atomically but does not remove together with a write; `null` reads as
 * absent. A key that a later commit has written meanwhile is not removed.
 */
export const createChromeStore = (area: chrome.storage.StorageArea): Store => {
  const read = async (keys: readonly string[]): Promise<Record<string, unknown>> => {
    if (keys.length === 0) return {};
    const stored = await area.get<Record<string, unknown>>([...keys]);
    return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== null));
  };
  const emptied = new Set<string>();
  return {
    get: (keys) => read(keys).catch(() => read(keys)),
    keys: () => area.getKeys(),
    commit: async (writes, removals = []) => {
      const doomed = removals.filter((key) => !(key in writes));
      for (const key of Object.keys(writes)) emptied.delete(key);
      for (const key of doomed) emptied.add(key);
      await area.set({ ...Object.fromEntries(doomed.map((key) => [key, null])), ...writes });
      const left = doomed.filter((key) => emptied.delete(key));
      if (left.length > 0) void area.remove(left).catch(() => {});
    },
  };
};
