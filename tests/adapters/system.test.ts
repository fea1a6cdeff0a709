import { expect, it } from 'vitest';
import { systemChance, systemClock } from '../../src/adapters/system.ts';

it('the clock is that of the machine', () => {
  const before = Date.now();
  const told = systemClock.now();
  expect([before <= told, told <= Date.now()]).toEqual([true, true]);
});

it('the time zone is one that the backend may be told', () => {
  expect(() => new Intl.DateTimeFormat('en', { timeZone: systemClock.timeZone() })).not.toThrow();
});

it('ids are UUIDs of version 7, each after the one before, however fast they are made', () => {
  const ids = Array.from({ length: 10_000 }, systemChance.id);
  const form = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  expect(ids.filter((id) => !form.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted());
});

it('jitter lies between nothing and one', () => {
  const drawn = Array.from({ length: 1_000 }, systemChance.jitter);
  expect(drawn.filter((value) => !(value >= 0 && value < 1))).toEqual([]);
  expect(new Set(drawn).size).toBeGreaterThan(900);
});
