import type { EpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { WakeUps } from '../ports/wake-ups.ts';

/** Name of the only alarm. */
export const WAKE_ALARM = 'wake';

/** The nearest that an alarm of a packed extension can be; what is nearer is also served by a timer. */
const NEAREST_ALARM_MS = 30_000;

/** One alarm for the worker's next life, and a timer for what is due before an alarm can ring. */
export const createWakeAlarm = (clock: Clock, onDue: () => void): WakeUps => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: EpochMs | null | undefined;
  return {
    schedule: async (at) => {
      clearTimeout(timer);
      const wait = at === null ? Number.POSITIVE_INFINITY : Math.max(0, at - clock.now());
      if (wait < NEAREST_ALARM_MS) timer = setTimeout(onDue, wait);
      if (at === asked) return;
      if (at === null) await chrome.alarms.clear(WAKE_ALARM);
      else await chrome.alarms.create(WAKE_ALARM, { when: at });
      asked = at;
    },
  };
};
