import { uuidv7 } from 'uuidv7';
import { lastLocalDays } from '../domain/local-days.ts';
import { toEpochMs } from '../domain/time.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';

/** The machine's clock and zone. */
export const systemClock: Clock = {
  now: () => toEpochMs(Date.now()),
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  localDays: (count) => lastLocalDays(systemClock.now(), count),
};

/** The browser's randomness. */
export const systemChance: Chance = { id: uuidv7, jitter: Math.random };

/** What the browser says of its network. */
export const browserConnectivity: Connectivity = { isOnline: () => navigator.onLine };
