import { expect, test } from 'vitest';
import { type Steps, upgrade } from '../../src/background/migrations.ts';

const steps: Steps = {
  1: ({ value, context }) => ({ value: value === 'running' ? 'counting' : value, context }),
  2: ({ value, context }) => ({ value, context: { ...context, since: context.from ?? null } }),
};

test('a stored snapshot goes up version by version', () => {
  expect(upgrade({ version: 1, value: 'running', context: { from: 5 } }, 3, steps)).toEqual({
    version: 3,
    value: 'counting',
    context: { from: 5, since: 5 },
  });
  expect(upgrade({ version: 2, value: 'idle', context: {} }, 3, steps)).toEqual({
    version: 3,
    value: 'idle',
    context: { since: null },
  });
});

test('a snapshot of today is left as it is', () => {
  const snapshot = { version: 3, value: 'idle', context: {} };
  expect(upgrade(snapshot, 3, steps)).toBe(snapshot);
});

test('there is no way from a newer version, nor from one that no step starts from', () => {
  expect(upgrade({ version: 4, value: 'idle', context: {} }, 3, steps)).toBe(null);
  expect(upgrade({ version: 0, value: 'idle', context: {} }, 3, steps)).toBe(null);
});
