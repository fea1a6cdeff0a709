import type { Store } from '../../src/ports/store.ts';

/** What an extension without `unlimitedStorage` may store, in bytes. */
export const QUOTA_BYTES = 10 * 1024 * 1024;

/** A store in memory, with the browser's own way of copying values, that can be made to refuse. */
export interface FakeStore extends Store {
  /** Everything that is stored, by key. */
  all(): Record<string, unknown>;
  /** The keys and bytes (UTF-16 length of the JSON) that were written so far. */
  written(): { commits: number; bytes: number };
  /** Makes the next commits reject, as a full disk does. */
  refuse(times: number): void;
}

/**
 * A value as the browser keeps it: own fields only, in the order of their names, whatever an object claims to be in JSON. `undefined` where nothing
 * is kept.
 */
const copy = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.map((item) => copy(item) ?? null);
  const named = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = named.map(([name, field]) => [name, copy(field)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
};

const sizeOf = (values: ReadonlyMap<string, unknown>): number =>
  [...values].reduce((sum, [key, value]) => sum + Buffer.byteLength(key + JSON.stringify(value)), 0);

export const createFakeStore = ({ quotaBytes = Number.POSITIVE_INFINITY } = {}): FakeStore => {
  let values = new Map<string, unknown>();
  let commits = 0;
  let bytes = 0;
  let refusals = 0;
  return {
    get: async (keys) =>
      Object.fromEntries(
        keys.flatMap((key) => {
          const value = values.get(key) ?? null;
          return value === null ? [] : [[key, copy(value)]];
        }),
      ),
    keys: async () => [...values.keys()],
    commit: async (writes, removals = []) => {
      const kept = Object.entries(writes)
        .map(([key, value]) => [key, copy(value)] as const)
        .filter(([, value]) => value !== undefined);
      const next = new Map([...values, ...kept]);
      for (const key of removals) if (!(key in writes)) next.delete(key);
      const isFull = quotaBytes !== Number.POSITIVE_INFINITY && sizeOf(next) > quotaBytes;
      if (refusals > 0 || isFull) {
        refusals = Math.max(0, refusals - 1);
        throw new Error('Resource::kQuotaBytes quota exceeded');
      }
      values = next;
      commits += 1;
      for (const [, value] of kept) bytes += JSON.stringify(value).length;
    },
    all: () => Object.fromEntries([...values].map(([key, value]) => [key, copy(value)])),
    written: () => ({ commits, bytes }),
    refuse: (times) => {
      refusals = times;
    },
  };
};
