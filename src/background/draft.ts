import type { Instance } from './charts.ts';
import { begin, type Message } from './decide.ts';

/** All that one commit writes. Parts of it are gathered while deciding; nothing is stored before all of it is known. */
export interface Draft {
  /** The instances touched, as they will be. */
  instances: Map<string, Instance>;
  writes: Map<string, unknown>;
  removals: Set<string>;
  /** What was stored, before this commit, under the keys that were read for it. */
  found: Map<string, unknown>;
  /** A stored value as this commit will leave it. */
  read(key: string): Promise<unknown>;
  /** Reads many values at once, for the reads that follow. */
  prefetch(keys: readonly string[]): Promise<void>;
  /** Tells another instance, within this commit. */
  send(message: Message): void;
  /** Adds an instance that starts with this commit. */
  spawn(chart: Instance['chart'], id: string, input: unknown, item?: Instance['item']): void;
  /** Stores an instance otherwise than it is, without an event. */
  replace(instance: Instance): void;
}

/** What an instance is called among others. */
export const nameOf = (instance: Pick<Instance, 'chart' | 'id'>): string =>
  `${instance.chart}:${instance.id}`;

/** An empty draft; `readStored` answers values as the last commit left them, and messages go to `send`. */
export const createDraft = (
  readStored: (keys: readonly string[]) => Promise<Record<string, unknown>>,
  send: (message: Message) => void,
): Draft => {
  const instances = new Map<string, Instance>();
  const writes = new Map<string, unknown>();
  const removals = new Set<string>();
  const found = new Map<string, unknown>();
  const fetched = new Map<string, unknown>();
  return {
    instances,
    writes,
    removals,
    found,
    read: async (key) => {
      if (writes.has(key)) return writes.get(key);
      if (removals.has(key)) return undefined;
      const value = fetched.has(key) ? fetched.get(key) : (await readStored([key]))[key];
      found.set(key, value);
      return value;
    },
    prefetch: async (keys) => {
      if (keys.length === 0) return;
      const values = await readStored(keys);
      for (const key of keys) fetched.set(key, values[key]);
    },
    send,
    spawn: (chart, id, input, item) => {
      const [instance] = begin(chart, id, input);
      instances.set(nameOf(instance), item ? { ...instance, item } : instance);
    },
    replace: (instance) => void instances.set(nameOf(instance), instance),
  };
};
