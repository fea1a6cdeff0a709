import type { Store } from '../ports/store.ts';

/**
 * The store over `chrome.storage.local`. A removal is first written as `null` in the same batch as the writes, and
 * only then removed, since the browser writes atomically but does not remove together with a write; `null` reads as
 * absent.
 */
export const createChromeStore = (area: chrome.storage.StorageArea): Store => {
  const read = async (keys: readonly string[]): Promise<Record<string, unknown>> => {
    if (keys.length === 0) return {};
    const stored = await area.get<Record<string, unknown>>([...keys]);
    return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== null));
  };
  return {
    get: (keys) => read(keys).catch(() => read(keys)),
    keys: () => area.getKeys(),
    commit: async (writes, removals = []) => {
      const tombstones = Object.fromEntries(removals.map((key) => [key, null]));
      await area.set({ ...tombstones, ...writes });
      if (removals.length > 0) await area.remove(removals.filter((key) => !(key in writes))).catch(() => {});
    },
  };
};
