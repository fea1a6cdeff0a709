import { type Departure, problem } from './departure.ts';

type Body = Record<string, unknown>;

/** A session's times and its sum. */
export interface Terms {
  start_time: string;
  end_time: string | null;
  duration_seconds: number | null;
}

/** What was read, or the answer to what cannot be. */
type Read<T> = { value: T } | { refusal: Departure };

const FUTURE_MS = 300_000;
const EARLIEST_MS = 1_420_070_400_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Field {
  isGood(value: unknown): boolean;
  /** What is said where it is not. */
  must: string;
}

/** Asking the runtime costs more than all else that is asked of a session. */
const knownZones = new Set<unknown>();

const isZone = (value: unknown): boolean => {
  if (knownZones.has(value)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) });
    return knownZones.add(value).has(value);
  } catch {
    return false;
  }
};

const instant: Field = { isGood: (value) => INSTANT.test(String(value)), must: 'must be an instant' };
const text: Field = { isGood: (value) => typeof value === 'string' && value !== '', must: 'must be a text' };
const sum: Field = { isGood: (value) => Number.isInteger(value) && Number(value) >= 0, must: 'expected >=0' };
const anything: Field = { isGood: () => true, must: '' };

const START_FIELDS: Record<string, Field> = {
  client_id: { isGood: (value) => UUID.test(String(value)), must: 'must be a UUID' },
  repo_owner: text,
  repo_name: text,
  pr_number: { isGood: (value) => Number.isInteger(value) && Number(value) > 0, must: 'expected >=1' },
  start_time: instant,
  time_zone: { isGood: isZone, must: 'must be an IANA time zone' },
};
const END_FIELDS: Record<string, Field> = { end_time: instant, duration_seconds: sum };
const CORRECTION_FIELDS: Record<string, Field> = { start_time: instant, ...END_FIELDS };
const START_MORE = { pr_title: anything, host: anything };
const END_MORE = { intervals: anything };

export const START_NAMES = Object.keys({ ...START_FIELDS, ...START_MORE });
export const END_NAMES = Object.keys({ ...END_FIELDS, ...END_MORE });

const misshapen = (body: Body, needed: Record<string, Field>, more: Record<string, Field>): string | null => {
  const fields = { ...needed, ...more };
  for (const name of Object.keys(body)) if (!(name in fields)) return `${name}: unknown field.`;
  const named = Object.entries(fields).filter(([name]) => name in needed || name in body);
  const wrong = named.find(([name, { isGood }]) => !isGood(body[name]));
  return wrong ? `${wrong[0]}: ${wrong[1].must}.` : null;
};

const refusalOf = (
  what: string,
  body: Body,
  now: number,
  onViolation: (what: string) => void,
  needed: Record<string, Field>,
  more: Record<string, Field>,
): Departure | null => {
  const wrong = misshapen(body, needed, more);
  if (wrong !== null) {
    onViolation(`${what} of another shape: ${wrong} ${JSON.stringify(body)}`);
    return problem(400, 'invalid_request', wrong);
  }
  const odd = ['start_time', 'end_time'].find((name) => {
    const ms = Date.parse(String(body[name]));
    return name in body && !(ms >= EARLIEST_MS && ms <= now + FUTURE_MS);
  });
  return odd === undefined
    ? null
    : problem(400, 'invalid_request', `${odd}: must not be before 2015 nor more than 5 minutes ahead.`);
};

/** Reads what a client says of a session's start. */
export const startOf = (body: Body, now: number, onViolation: (what: string) => void): Read<Body> => {
  const refusal = refusalOf('a start', body, now, onViolation, START_FIELDS, START_MORE);
  return refusal ? { refusal } : { value: body };
};

const spansOf = (body: Body): [start: number, end: number][] =>
  ((body.intervals ?? []) as string[][]).map(([start, end]) => [
    Date.parse(String(start)),
    Date.parse(String(end)),
  ]);

/** Reads what a client says of a session's end. Whether its intervals overlap is not looked at. */
export const endingOf = (body: Body, now: number, onViolation: (what: string) => void): Read<Body> => {
  const refusal = refusalOf('an end', body, now, onViolation, END_FIELDS, END_MORE);
  if (refusal) return { refusal };
  if (body.intervals === undefined) return { value: body };
  const spans = spansOf(body);
  const endMs = Date.parse(String(body.end_time));
  const mismatch = (detail: string) => ({ refusal: problem(422, 'interval_mismatch', detail) });
  if (spans.some(([start, end]) => start > end || end > endMs))
    return mismatch('An interval ends before it starts, or after the session.');
  const heldMs = spans.reduce((held, [start, end]) => held + end - start, 1000 * (spans.length + 1));
  if (Number(body.duration_seconds) * 1000 > heldMs)
    return mismatch('The intervals hold less time than duration_seconds.');
  return { value: body };
};

/** The answer to an ending that cannot be that of a session which began then; `null` where it can. */
export const misfitOf = (start_time: string, ending: Body): Departure | null => {
  const startMs = Date.parse(start_time);
  const spanMs = Date.parse(String(ending.end_time)) - startMs;
  if (spanMs < 0) return problem(422, 'end_before_start', 'The session would end before it starts.');
  if (Number(ending.duration_seconds) * 1000 > spanMs)
    return problem(422, 'duration_exceeds_span', 'duration_seconds is more than the time from start to end.');
  const isEarly = spansOf(ending).some(([start]) => start < startMs);
  return isEarly ? problem(422, 'interval_mismatch', 'An interval starts before the session.') : null;
};

/** Reads a correction: what it makes of a session's terms. */
export const correctionOf = (
  body: Body,
  now: number,
  onViolation: (what: string) => void,
): Read<(terms: Terms) => Read<Terms>> => {
  const refusal = refusalOf('a correction', body, now, onViolation, {}, CORRECTION_FIELDS);
  if (refusal) return { refusal };
  if (Object.keys(body).length === 0)
    return { refusal: problem(400, 'invalid_request', 'must name at least one field.') };
  return {
    value: (terms) => {
      const corrected: Terms = { ...terms, ...body };
      const { start_time, end_time, duration_seconds } = corrected;
      if ((end_time === null) !== (duration_seconds === null)) {
        const both = 'An active session takes end_time and duration_seconds together.';
        return { refusal: problem(422, 'session_not_ended', both) };
      }
      const spanMs = end_time === null ? 0 : Date.parse(end_time) - Date.parse(start_time);
      if (spanMs < 0)
        return { refusal: problem(422, 'end_before_start', 'The session would end before it starts.') };
      return Number(duration_seconds) * 1000 > spanMs
        ? {
            refusal: problem(
              422,
              'duration_exceeds_span',
              'duration_seconds would be more than the time from start to end.',
            ),
          }
        : { value: corrected };
    },
  };
};
