import * as v from 'valibot';
import { INTERVALS_MAX } from './constants.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** Whether a text is an ISO 8601 instant in UTC that exists in the calendar, to the millisecond at most. */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const ms = Date.parse(text);
  return Number.isFinite(ms) && new Date(ms).getUTCDate() === Number(text.slice(8, 10));
}

/** Names that the runtime has been found to know: asking it costs more than all else that is asked of a session. */
const knownTimeZones = new Set<string>();
const KNOWN_TIME_ZONES_MAX = 1000;

/** Whether the runtime knows a text as the name of a time zone; offsets such as `+02:00` are not names. */
export function isTimeZone(text: string): boolean {
  if (knownTimeZones.has(text)) return true;
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return false;
  }
  if (knownTimeZones.size < KNOWN_TIME_ZONES_MAX) knownTimeZones.add(text);
  return true;
}

/** An instant as it travels: ISO 8601, UTC, ending in `Z`. */
export const Instant = v.pipe(
  v.string(),
  v.maxLength(24),
  v.check(isInstant, 'must be an existing instant in UTC, such as 2026-01-31T12:00:00.000Z'),
);

/** The name of a time zone, such as `Europe/Berlin` or `UTC`. */
export const TimeZone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'must be an IANA time zone'));

/** A UUID of any version. */
export const Uuid = v.pipe(v.string(), v.uuid('must be a UUID'));

/** A pull request's number. */
export const PullRequestNumber = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(1),
  v.maxValue(2_147_483_647),
);

/** Counted time in whole seconds. */
export const Seconds = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(0),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);

/** A text that is kept character for character; only what UTF-8 cannot carry is refused. */
export function text(minLength: number, maxLength: number) {
  return v.pipe(
    v.string(),
    v.minLength(minLength),
    v.maxLength(maxLength),
    v.check((value) => !/\p{Surrogate}/u.test(value), 'must be well-formed Unicode'),
  );
}

/** The spans in which a session counted, each `[start, end]`. */
export const Intervals = v.pipe(v.array(v.strictTuple([Instant, Instant])), v.maxLength(INTERVALS_MAX));
