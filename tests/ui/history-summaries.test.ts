import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastLocalDays } from '../../src/domain/local-days.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import { byDay, byHour, byPullRequest, byRepository, within } from '../../src/ui/history/summaries.ts';
import type { HistoryEntry } from '../../src/ui/history-entry.ts';

const machineZone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({
  client_id: 'c',
  session_id: null,
  host: 'github.com',
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: 7,
  pr_title: null,
  start_time: '2026-03-28T22:30:00.000Z',
  end_time: '2026-03-29T02:30:00.000Z',
  duration_seconds: 14_400,
  intervals: [],
  synced: true,
  ...more,
});

const daysUntil = (instant: string, count: number) => lastLocalDays(toEpochMs(Date.parse(instant)), count);

/** Entries around the night in which Berlin's clocks go forward, with gaps in them. */
const someEntries = fc
  .array(
    fc.record({
      repo: fc.constantFrom('rocket', 'booster'),
      number: fc.integer({ min: 1, max: 3 }),
      startsAt: fc.integer({ min: 0, max: 5 * 86_400 }),
      stretches: fc.array(fc.tuple(fc.integer({ min: 1, max: 7_200 }), fc.integer({ min: 1, max: 3_600 })), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    { maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(({ repo, number, startsAt, stretches }): HistoryEntry => {
      let at = Date.parse('2026-03-26T22:00:00Z') + startsAt * 1000;
      const start_time = new Date(at).toISOString();
      const intervals = stretches.map(([counted, gap]): [string, string] => {
        const stretch: [string, string] = [
          new Date(at).toISOString(),
          new Date(at + counted * 1000).toISOString(),
        ];
        at += (counted + gap) * 1000;
        return stretch;
      });
      const duration_seconds = stretches.reduce((sum, [counted]) => sum + counted, 0);
      const end_time = new Date(at).toISOString();
      return entry({
        repo_name: repo,
        pr_number: number,
        start_time,
        end_time,
        duration_seconds,
        intervals,
      });
    }),
  );

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

describe('all summaries', () => {
  test('come to the same total, whatever the days, the night of the clock change among them', () => {
    fc.assert(
      fc.property(someEntries, fc.integer({ min: 1, max: 8 }), (entries, count) => {
        const days = daysUntil('2026-03-31T12:00:00Z', count);
        const shown = within(entries, days);
        const total = sum(byDay(shown, days).map(({ total_seconds }) => total_seconds));
        expect(sum(byRepository(shown, days).map(({ seconds }) => seconds))).toBe(total);
        expect(sum(byPullRequest(shown, days).map(({ seconds }) => seconds))).toBe(total);
        expect(Math.abs(sum(byHour(shown, days)) - total)).toBeLessThanOrEqual(shown.length);
      }),
    );
  });
});

describe('hours of the day', () => {
  test('know the hour that the night of spring leaves out', () => {
    const hours = byHour([entry({})], daysUntil('2026-03-29T12:00:00Z', 2));
    expect(hours.flatMap((seconds, hour) => (seconds > 0 ? [[hour, seconds]] : []))).toEqual([
      [0, 3600],
      [1, 3600],
      [3, 3600],
      [4, 1800],
      [23, 1800],
    ]);
  });

  test('know the hour that the night of autumn has twice', () => {
    const night = entry({
      start_time: '2026-10-24T23:30:00.000Z',
      end_time: '2026-10-25T02:00:00.000Z',
      duration_seconds: 9_000,
    });
    const hours = byHour([night], daysUntil('2026-10-25T12:00:00Z', 2));
    expect(hours.flatMap((seconds, hour) => (seconds > 0 ? [[hour, seconds]] : []))).toEqual([
      [1, 1800],
      [2, 7200],
    ]);
  });
});

describe('a pull request', () => {
  test('is summed up under its newest title, and apart from its namesake on another host', () => {
    const entries = [
      entry({ pr_title: null, duration_seconds: 60 }),
      entry({ pr_title: 'New', duration_seconds: 60 }),
      entry({ pr_title: 'Old', duration_seconds: 60 }),
      entry({ host: 'github.example.org', duration_seconds: 240 }),
    ];
    const pullRequest = { owner: 'acme', repo: 'rocket', number: 7 };
    expect(byPullRequest(entries, daysUntil('2026-03-29T12:00:00Z', 7))).toEqual([
      { ...pullRequest, host: 'github.example.org', title: null, seconds: 240, sessions: 1 },
      { ...pullRequest, host: 'github.com', title: 'New', seconds: 180, sessions: 3 },
    ]);
  });
});

test('what lies outside of the days is not shown, and what reaches into them counts with that part', () => {
  const days = daysUntil('2026-03-29T12:00:00Z', 1);
  const old = entry({ start_time: '2026-03-20T10:00:00.000Z', end_time: '2026-03-20T14:00:00.000Z' });
  expect(within([old, entry({})], days)).toEqual([entry({})]);
  expect(byRepository([entry({})], days)).toMatchObject([{ seconds: 12_600, sessions: 1 }]);
});
