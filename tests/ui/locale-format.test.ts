import { describe, expect, test } from 'vitest';
import { toEpochMs } from '../../src/domain/time.ts';
import { clock, createLocaleFormat } from '../../src/ui/locale-format.ts';

const at = (iso: string) => toEpochMs(Date.parse(iso));

describe('a running time', () => {
  test.each([
    [0, '0:00:00'],
    [999, '0:00:00'],
    [59_999, '0:00:59'],
    [60_000, '0:01:00'],
    [3_661_000, '1:01:01'],
    [360_000_000, '100:00:00'],
    [-5_000, '0:00:00'],
  ])('of %i ms reads %s', (ms, text) => {
    expect(clock(ms)).toBe(text);
  });
});

describe('a duration', () => {
  test.each([
    [0, '0s'],
    [59.9, '59s'],
    [60, '1m'],
    [3_599, '59m'],
    [3_600, '1h'],
    [5_430, '1h 30m'],
    [359_999, '99h 59m'],
  ])('of %d s reads %s', (seconds, text) => {
    expect(createLocaleFormat('en-US', 'UTC').duration(seconds)).toBe(text);
  });

  test('is said in the language of the person', () => {
    expect(createLocaleFormat('de-DE', 'UTC').duration(1_800)).toBe('30 Min.');
  });
});

describe('a day', () => {
  const berlin = createLocaleFormat('en-US', 'Europe/Berlin');

  test('is the local one: late evening in UTC is tomorrow in Berlin', () => {
    expect(berlin.dayOf(at('2026-03-10T23:30:00Z'))).toBe('2026-03-11');
  });

  test.each([
    ['2026-03-29', '2026-03-29', 'Today'],
    ['2026-03-28', '2026-03-29', 'Yesterday'],
    ['2026-03-29', '2026-03-30', 'Yesterday'],
    ['2025-12-31', '2026-01-01', 'Yesterday'],
    ['2026-03-08', '2026-03-11', 'Sunday, Mar 8'],
    ['2025-12-30', '2026-01-01', 'Dec 30, 2025'],
  ])('%s seen from %s is %s', (day, today, name) => {
    expect(berlin.dayName(day, today)).toBe(name);
  });
});
