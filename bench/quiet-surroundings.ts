import { createBackendAddress } from '../src/adapters/backend-address.ts';
import type { Ports } from '../src/background/ports.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Store } from '../src/ports/store.ts';

/** A store over a map. */
export const memoryStore = (values: Map<string, unknown>): Store => ({
  get: async (keys) =>
    Object.fromEntries(keys.flatMap((key) => (values.has(key) ? [[key, values.get(key)]] : []))),
  keys: async () => [...values.keys()],
  commit: async (writes, removals = []) => {
    for (const key of removals) values.delete(key);
    for (const [key, value] of Object.entries(writes)) values.set(key, structuredClone(value));
  },
});

const noPolicy = { read: async () => ({}) };

/** A browser that shows nothing, says nothing and is told nothing: what the core costs by itself is left. */
export const quietSurroundings = (
  clock: Clock,
): Pick<
  Ports,
  | 'memory'
  | 'life'
  | 'wakeUps'
  | 'notifications'
  | 'toolbar'
  | 'browser'
  | 'address'
  | 'policy'
  | 'sensors'
  | 'report'
> => ({
  memory: memoryStore(new Map()),
  life: { isNew: async () => false, mark: async () => {} },
  wakeUps: { schedule: async () => {} },
  notifications: { tellOutage: () => {} },
  toolbar: { show: () => {} },
  browser: {
    ask: async () => null,
    rouse: () => {},
    survey: async () => ({
      at: clock.now(),
      shown: new Map(),
      focusedTab: null,
      activeTabs: [],
      system: 'active',
    }),
  },
  address: createBackendAddress(noPolicy, 'http://127.0.0.1:8787'),
  policy: noPolicy,
  sensors: { watch: async () => {} },
  report: (message, cause) => {
    throw new Error(message, { cause });
  },
});
