import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { MAX_RETRIES, nextAttemptAt, parseRetryAfter } from '../../src/domain/retry.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const now = toEpochMs(1_800_000_000_000);
const HOUR = 3_600_000;
const unreachable: Failure = { kind: 'unreachable' };
const busy = (until: number | null): Failure => ({
  kind: 'busy',
  status: 429,
  until: until === null ? null : toEpochMs(until),
});
const jitter = fc.double({ min: 0, max: 1, noNaN: true });

describe('the retry schedule', () => {
  test('is 1, 2, 4, 8 and 16 seconds without jitter, and has no sixth step', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((failures) => nextAttemptAt(now, failures, 0, unreachable) - now);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
    expect(MAX_RETRIES).toBe(5);
  });

  test('adds a quarter at the most', () => {
    const waits = [1, 2, 3, 4, 5].map((failures) => nextAttemptAt(now, failures, 1, unreachable) - now);
    expect(waits).toEqual([1_250, 2_500, 5_000, 10_000, 20_000]);
  });

  test('is never shorter than its step and never more than a quarter longer, in whole milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), jitter, (failures, random) => {
        const step = 1000 * 2 ** (failures - 1);
        const wait = nextAttemptAt(now, failures, random, unreachable) - now;
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(step);
        expect(wait).toBeLessThanOrEqual(step * 1.25);
      }),
    );
  });

  test('holds for a server that is busy and does not say for how long', () => {
    expect(nextAttemptAt(now, 3, 0, busy(null))).toBe(now + 4_000);
  });

  test('gives way to what the server asked for, longer or shorter', () => {
    expect(nextAttemptAt(now, 1, 1, busy(now + 90_000))).toBe(now + 90_000);
    expect(nextAttemptAt(now, 5, 1, busy(now + 2_000))).toBe(now + 2_000);
  });

  test('holds for a server that asks for no time, or for a moment that has passed', () => {
    expect(nextAttemptAt(now, 3, 0, busy(now))).toBe(now + 4_000);
    expect(nextAttemptAt(now, 3, 0, busy(now - 60_000))).toBe(now + 4_000);
  });

  test('waits an hour at the most, and never until a moment that has passed, whatever the server asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), jitter, fc.maxSafeInteger(), (failures, random, until) => {
        const wait = nextAttemptAt(now, failures, random, busy(until)) - now;
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(HOUR);
      }),
    );
  });
});

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', now + 120_000],
    ['seconds with spaces around them', ' 7 ', now + 7_000],
    ['no time at all', '0', now],
    ['more than an hour', '86400', now + HOUR],
    ['more digits than a number holds', '9'.repeat(400), now + HOUR],
    ['a date', 'Fri, 15 Jan 2027 08:00:30 GMT', now + 30_000],
    ['a date in the form of RFC 850', 'Friday, 15-Jan-27 08:00:30 GMT', now + 30_000],
    ['a date that has passed', 'Sun, 06 Nov 1994 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
  ])('is read where it holds %s', (_, header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  test.each([
    null,
    '',
    '   ',
    '-5',
    '1.5',
    '+5',
    '1e3',
    '0x10',
    'soon',
    'soon 5',
    'in 5 minutes',
    'tomorrow 3',
    '1 jan',
    'Mon, 99 Foo 2027 08:00:00 GMT',
    '2027-01-15T08:00:30Z',
    '120, 240',
    '<html>',
    'NaN',
    'Infinity',
  ])('is ignored where it is rubbish: %j', (header) => {
    expect(parseRetryAfter(header, now)).toBeNull();
  });

  test('never throws and is never rubbish itself, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        expect(parseRetryAfter(header, now) ?? 0).not.toBeNaN();
      }),
    );
  });
});
