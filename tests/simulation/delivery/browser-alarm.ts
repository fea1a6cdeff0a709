import type { Timeline } from './timeline.ts';

const NEAREST_ALARM_MS = 30_000;

/** The one alarm of a browser. It rings by the machine's clock, unless the browser loses it. */
export interface BrowserAlarm {
  /** As a worker is handed it. */
  api: {
    create(name: string, info: chrome.alarms.AlarmCreateInfo): Promise<void>;
    clear(): Promise<boolean>;
  };
  /** Wall time at which it rings; `null` where none is set. */
  at(): number | null;
  /** Whether the browser has lost it, and no worker has set one since. */
  isLost(): boolean;
  lose(): void;
  /** The clock was set. */
  followClock(): void;
}

interface AlarmParts {
  timeline: Timeline;
  /** What the machine's clock shows. */
  now(): number;
  onRing(): void;
}

export const createBrowserAlarm = ({ timeline, now, onRing }: AlarmParts): BrowserAlarm => {
  let alarm: { when: number; period: number | undefined; silence(): void } | null = null;
  let isLost = false;

  const silence = (): void => {
    alarm?.silence();
    alarm = null;
  };

  const set = (when: number, period: number | undefined): void => {
    silence();
    const ring = (): void => {
      alarm = null;
      if (period !== undefined) set(now() + period * 60_000, period);
      onRing();
    };
    alarm = { when, period, silence: timeline.after(Math.max(when - now(), NEAREST_ALARM_MS), ring) };
  };

  return {
    api: {
      create: async (_, { when, periodInMinutes }) => {
        isLost = false;
        set(when ?? now(), periodInMinutes);
      },
      clear: async () => {
        silence();
        return true;
      },
    },
    at: () => alarm?.when ?? null,
    isLost: () => isLost,
    lose: () => {
      isLost = true;
      silence();
    },
    followClock: () => {
      if (alarm) set(alarm.when, alarm.period);
    },
  };
};
