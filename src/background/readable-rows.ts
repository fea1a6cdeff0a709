import * as v from 'valibot';
import type { Store } from '../ports/store.ts';
import { HISTORY_PREFIX } from './charts.ts';

const Moment = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const terms = {
  start_time: Moment,
  end_time: Moment,
  duration_seconds: v.number(),
  intervals: v.array(v.tuple([Moment, Moment])),
};

/** As much of a history row as everything that reads one relies on. */
const Row = v.looseObject({
  id: v.string(),
  host: v.string(),
  repo_owner: v.string(),
  repo_name: v.string(),
  pr_number: v.number(),
  pr_title: v.nullable(v.string()),
  time_zone: v.string(),
  backend_id: v.optional(v.string()),
  synced: v.boolean(),
  original: v.optional(v.looseObject(terms)),
  ...terms,
});

const isReadable = (key: string, value: unknown): boolean =>
  v.is(Row, value) && key === HISTORY_PREFIX + value.id;

/** A store whose history can be relied on. */
export interface ReadableRows {
  store: Store;
  /** Whether what lies under this key was no history row when it was read last. */
  isUnreadable(key: string): boolean;
}

/** Lets a history row that cannot be read pass for absent. It stays where it is, and `setAside` is told of it once. */
export const readableRows = (
  store: Store,
  setAside: (key: string, stored: unknown) => Promise<void>,
): ReadableRows => {
  const unreadable = new Set<string>();
  const sift = async (key: string, value: unknown): Promise<boolean> => {
    if (!key.startsWith(HISTORY_PREFIX)) return true;
    if (isReadable(key, value)) {
      unreadable.delete(key);
      return true;
    }
    if (!unreadable.has(key)) {
      unreadable.add(key);
      await setAside(key, value);
    }
    return false;
  };
  return {
    isUnreadable: (key) => unreadable.has(key),
    store: {
      ...store,
      get: async (keys) => {
        const stored = await store.get(keys);
        for (const [key, value] of Object.entries(stored)) if (!(await sift(key, value))) delete stored[key];
        return stored;
      },
    },
  };
};
