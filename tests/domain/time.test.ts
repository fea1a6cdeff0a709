import { expect, test } from 'vitest';
import { earliest, plus, toEpochMs, toIso } from '../../src/domain/time.ts';

const at = toEpochMs;

test('the earliest of instants is the least of those that there are', () => {
  expect(earliest()).toBeNull();
  expect(earliest(null, null)).toBeNull();
  expect(earliest(at(0))).toBe(0);
  expect(earliest(null, at(3), null, at(1), at(2))).toBe(1);
});

test('an instant moves forward and back', () => {
  expect(plus(at(1_000), 500)).toBe(1_500);
  expect(plus(at(1_000), -500)).toBe(500);
});

test('instants are written in UTC with milliseconds and Z', () => {
  expect(toIso(at(1_800_000_000_007))).toBe('2027-01-15T08:00:00.007Z');
});
