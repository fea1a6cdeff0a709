import type { Store } from '../../src/ports/store.ts';

/** A store in memory, with the browser's own way of copying values, that can be made to refuse. */
export interface FakeStore extends Store {
  /** Everything that is stored, by key. */
  all(): Record<string, unknown>;
  /** The keys and bytes (UTF-16 length of the JSON) that were written so far. */
  written(): { commits: number; bytes: number };
  /** Makes the next commits reject, as a full disk does. */
  refuse(times: number): void;
}

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export const createFakeStore = (): FakeStore => {
  const values = new Map<string, unknown>();
  let commits = 0;
  let bytes = 0;
  let refusals = 0;
  return {
    get: async (keys) =>
      Object.fromEntries(keys.filter((key) => values.has(key)).map((key) => [key, copy(values.get(key))])),
    keys: async () => [...values.keys()],
    commit: async (writes, removals = []) => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('Resource::kQuotaBytes quota exceeded');
      }
      commits += 1;
      for (const [key, value] of Object.entries(writes)) {
        values.set(key, copy(value));
        bytes += JSON.stringify(value).length;
      }
      for (const key of removals) if (!(key in writes)) values.delete(key);
    },
    all: () => Object.fromEntries([...values].map(([key, value]) => [key, copy(value)])),
    written: () => ({ commits, bytes }),
    refuse: (times) => {
      refusals = times;
    },
  };
};
