import type { Ports } from '../src/background/ports.ts';
import type { Clock } from '../src/ports/clock.ts';

/** A browser that shows nothing, says nothing and is told nothing: what the core costs by itself is left. */
export const quietSurroundings = (
  clock: Clock,
): Pick<
  Ports,
  | 'life'
  | 'wakeUps'
  | 'notifications'
  | 'toolbar'
  | 'browser'
  | 'localBackend'
  | 'policy'
  | 'sensors'
  | 'report'
> => ({
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
  localBackend: true,
  policy: { read: async () => ({}) },
  sensors: { watch: async () => {} },
  report: (message, cause) => {
    throw new Error(message, { cause });
  },
});
