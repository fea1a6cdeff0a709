import type { EpochMs } from '../domain/time.ts';

/** Words for times, in one person's language and time zone. */
export interface LocaleFormat {
  /** Counted time of a session in seconds, its two largest units at most: `1h 5m`, `12m`, `40s`. */
  duration(seconds: number): string;
  /** The day and the time of day. */
  moment(at: EpochMs): string;
  /** The time of day. */
  time(at: EpochMs): string;
  /** The time of day with its seconds. */
  second(at: EpochMs): string;
  /** From when to when. */
  range(from: EpochMs, to: EpochMs): string;
  /** The local day of an instant, as `2026-07-14`. */
  dayOf(at: EpochMs): string;
  /** The name of a local day as seen from `today`. */
  dayName(day: string, today: string): string;
  /** A local day in the few characters that fit below a bar. */
  shortDay(day: string): string;
  /** An hour of the day, 0 to 23. */
  hour(hour: number): string;
  number(value: number): string;
  /** The weekday of a local day, as short as can be. */
  weekday(day: string): string;
}

const dayMs = 86_400_000;
const utcMidnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Made when it is asked for the first time: a format takes longer to make than a page has for its first paint. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** Formats for `locale` and `timeZone`, which are the browser's own where they are left out. */
export const createLocaleFormat = (locale?: string, timeZone?: string): LocaleFormat => {
  const zone = timeZone === undefined ? {} : { timeZone };
  const unit = (name: 'hour' | 'minute' | 'second') =>
    once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' }));
  const local = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(locale, { ...zone, ...options }));
  /** For local days, which stand for their midnight in UTC. */
  const ofDay = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }));

  const hours = unit('hour');
  const minutes = unit('minute');
  const seconds = unit('second');
  const time = local({ timeStyle: 'short' });
  const moment = local({ dateStyle: 'medium', timeStyle: 'short' });
  const second = local({ timeStyle: 'medium' });
  const isoDay = once(
    () => new Intl.DateTimeFormat('en-CA', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  );
  const thisYear = ofDay({ weekday: 'long', month: 'short', day: 'numeric' });
  const otherYear = ofDay({ dateStyle: 'medium' });
  const shortDay = ofDay({ month: 'short', day: 'numeric' });
  const hourOfDay = ofDay({ hour: 'numeric' });
  const weekday = ofDay({ weekday: 'narrow' });
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const capitalized = (words: string): string =>
    words.replace(/^./u, (first) => first.toLocaleUpperCase(locale));

  return {
    duration: (total) => {
      if (total < 60) return seconds().format(Math.floor(total));
      const h = Math.floor(total / 3600);
      const m = Math.floor((total % 3600) / 60);
      if (h === 0) return minutes().format(m);
      return m === 0 ? hours().format(h) : `${hours().format(h)} ${minutes().format(m)}`;
    },
    moment: (at) => moment().format(at),
    time: (at) => time().format(at),
    second: (at) => second().format(at),
    range: (from, to) => time().formatRange(from, to),
    shortDay: (day) => shortDay().format(utcMidnight(day)),
    hour: (hour) => hourOfDay().format(hour * 3_600_000),
    number: (value) => value.toLocaleString(locale),
    weekday: (day) => weekday().format(utcMidnight(day)),
    dayOf: (at) => isoDay().format(at),
    dayName: (day, today) => {
      const daysAgo = Math.round((utcMidnight(today) - utcMidnight(day)) / dayMs);
      if (daysAgo === 0 || daysAgo === 1) return capitalized(relative().format(-daysAgo, 'day'));
      return (day.slice(0, 4) === today.slice(0, 4) ? thisYear : otherYear)().format(utcMidnight(day));
    },
  };
};

/** The format of the person whose browser this is. */
export const localFormat = createLocaleFormat();

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Running time as `0:07:42`. Never negative: a clock that was set back shows nothing counted. */
export const clock = (ms: number): string => {
  const total = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(total / 3600)}:${twoDigits(Math.floor((total % 3600) / 60))}:${twoDigits(total % 60)}`;
};
