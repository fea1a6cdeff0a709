import type { EpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { WakeUps } from '../ports/wake-ups.ts';

/** Name of the only alarm. */
export const WAKE_ALARM = 'wake';

/** The nearest that an alarm of a packed extension can be; what is nearer is also served by a timer. */
const NEAREST_ALARM_MS = 30_000;

/** What rings: the browser's alarms and the worker's own timers. */
export interface Bells {
  alarms: Pick<typeof chrome.alarms, 'create' | 'clear'>;
  /** Answers a function that takes the timer back. */
  after(ms: number, work: () => void): () => void;
}

const browserBells = (): Bells => ({
  alarms: chrome.alarms,
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
});

/** How often the alarm rings again until it is set anew: a worker that dies of what woke it has not set the next one. */
const AGAIN_MINUTES = 1;

/** One alarm for the worker's next life, and a timer for what is due before an alarm can ring. */
export const createWakeAlarm = (clock: Clock, onDue: () => void, bells: Bells = browserBells()): WakeUps => {
  let silence = (): void => {};
  let asked: EpochMs | null | undefined;
  return {
    schedule: async (at) => {
      silence();
      const wait = at === null ? Number.POSITIVE_INFINITY : Math.max(0, at - clock.now());
      if (wait < NEAREST_ALARM_MS) silence = bells.after(wait, onDue);
      if (at === asked) return;
      if (at === null) await bells.alarms.clear(WAKE_ALARM);
      else await bells.alarms.create(WAKE_ALARM, { when: at, periodInMinutes: AGAIN_MINUTES });
      asked = at;
    },
  };
};
