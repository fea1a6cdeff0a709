import type { Failure } from './failure.ts';
import { type EpochMs, plus, toEpochMs } from './time.ts';

/** Retries of one round; the first attempt is not one. */
export const MAX_RETRIES = 5;

const LONGEST_WAIT_MS = 3_600_000;

/**
 * When the attempt after `failures` failed ones is due: 1, 2, 4, 8, 16 s, each plus at most a quarter (`jitter`
 * in 0..1). The server's own `Retry-After` wins, up to one hour; a moment that is not ahead asks for nothing.
 */
export const nextAttemptAt = (at: EpochMs, failures: number, jitter: number, failure: Failure): EpochMs => {
  if (failure.kind === 'busy' && failure.until !== null && failure.until > at)
    return toEpochMs(Math.min(failure.until, at + LONGEST_WAIT_MS));
  const step = 1000 * 2 ** (Math.min(failures, MAX_RETRIES) - 1);
  return plus(at, Math.round(step * (1 + jitter / 4)));
};

/** The two forms of an HTTP date that name their zone; `Date.parse` alone makes a date of almost anything. */
const HTTP_DATE = /^[a-z]{3,9}, \d\d[ -][a-z]{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/i;

/** Reads `Retry-After` (seconds or an HTTP date); `null` where it is absent or rubbish. */
export const parseRetryAfter = (header: string | null, at: EpochMs): EpochMs | null => {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return plus(at, Math.min(Number(text) * 1000, LONGEST_WAIT_MS));
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : toEpochMs(date);
};
