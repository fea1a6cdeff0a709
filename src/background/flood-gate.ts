import type { EpochMs } from '../domain/time.ts';

/** Reports of one tab in one second that are listened to; a sensor needs a few. */
export const REPORTS_A_SECOND = 20;

/** Counts by the second, for each tab by itself, so that no page can keep the worker busy. */
export const createFloodGate = () => {
  let second = 0;
  let counts = new Map<number, number>();
  return {
    /** Whether one more report of this tab is listened to. */
    admits: (tabId: number, at: EpochMs): boolean => {
      const now = Math.floor(at / 1000);
      if (now !== second) {
        second = now;
        counts = new Map();
      }
      const count = (counts.get(tabId) ?? 0) + 1;
      counts.set(tabId, count);
      return count <= REPORTS_A_SECOND;
    },
  };
};
