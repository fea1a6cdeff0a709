import { toEpochMs } from '../../../src/domain/time.ts';
import type { Chance, Clock } from '../../../src/ports/clock.ts';
import { berlinDays } from '../../support/simulated-days.ts';
import type { Timeline } from './timeline.ts';

const BEGAN = Date.UTC(2026, 2, 2, 9);

/** A machine's clock, which somebody may set, beside that of the server, which nobody does. */
export interface MachineClock extends Clock {
  /** What the server's clock shows. */
  serverNow(): number;
  set(byMs: number): void;
  /** Sets it to the server's. */
  setRight(): void;
  /** When it was last set, in ms of real time. */
  setAt(): number;
}

export const createMachineClock = (timeline: Timeline): MachineClock => {
  let skew = 0;
  let setAt = Number.NEGATIVE_INFINITY;
  const serverNow = (): number => BEGAN + timeline.now();
  const now = () => toEpochMs(serverNow() + skew);
  const set = (byMs: number): void => {
    skew += byMs;
    if (byMs !== 0) setAt = timeline.now();
  };
  return {
    now,
    timeZone: () => 'Europe/Berlin',
    localDays: (count) => berlinDays(now(), count),
    serverNow,
    set,
    setRight: () => set(-skew),
    setAt: () => setAt,
  };
};

/** Ids in the order of their making, and jitter. */
export const createChance = (now: () => number, random: () => number): Chance => {
  let sequence = 0;
  return {
    id: () => {
      sequence += 1;
      const time = now().toString(16).padStart(12, '0');
      const rest = sequence.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
    },
    jitter: random,
  };
};
