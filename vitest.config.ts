import { defineConfig } from 'vitest/config';

const backend = ['tests/backend/**/*.test.ts', 'tests/adapters/*.test.ts'];
const e2e = ['tests/e2e/**/*.test.ts', 'tests/adapters/browser/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...backend, ...e2e],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'backend',
          include: backend,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: e2e,
          globalSetup: ['tests/support/extension-under-test.ts'],
          // Most of an end-to-end test is waiting, for a browser or for seconds to pass.
          maxWorkers: 2,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          // Real seconds are measured here, so nothing else competes for the processor.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
