import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lastLocalDays as byTemporal } from '../../backend/src/stats/daily.ts';
import { addToDays, countedTimeOf, lastLocalDays } from '../../src/domain/local-days.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const machineZone = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

const at = (instant: string) => toEpochMs(Date.parse(instant));

describe('the last local days', () => {
  test.each([
    'Europe/Berlin',
    'America/New_York',
    'America/Havana',
    'Africa/Cairo',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'UTC',
  ])('of a machine in %s are those that Temporal knows, at any time', (zone) => {
    process.env.TZ = zone;
    const instants = fc.date({
      min: new Date('2015-01-01T00:00:00Z'),
      max: new Date('2035-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        const now = toEpochMs(instant.getTime());
        expect(lastLocalDays(now, 40)).toEqual(byTemporal(now, 40, zone));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['spring', '2026-03-29T12:00:00Z', 23],
    ['autumn', '2026-10-25T12:00:00Z', 25],
  ])('know how long the day of %s is on which the clocks change', (_, noon, hours) => {
    const { boundaries } = lastLocalDays(at(noon), 1);
    expect(((boundaries[1] ?? 0) - (boundaries[0] ?? 0)) / 3_600_000).toBe(hours);
  });
});

describe('counted time', () => {
  const row = {
    start_time: '2026-10-24T21:00:00.000Z',
    end_time: '2026-10-25T01:00:00.000Z',
    duration_seconds: 7200,
    intervals: [
      ['2026-10-24T21:30:00.000Z', '2026-10-24T22:30:00.000Z'],
      ['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z'],
    ] as [string, string][],
  };
  const days = () => lastLocalDays(at('2026-10-26T12:00:00Z'), 3);

  test('lies where its intervals lie', () => {
    expect(addToDays([], days(), [countedTimeOf(row)])).toEqual([
      { date: '2026-10-24', seconds: 1800 },
      { date: '2026-10-25', seconds: 5400 },
    ]);
  });

  test('lies from the start on where a correction has left the intervals behind', () => {
    const corrected = countedTimeOf({ ...row, duration_seconds: 5400 });
    expect(addToDays([], days(), [corrected])).toEqual([
      { date: '2026-10-24', seconds: 3600 },
      { date: '2026-10-25', seconds: 1800 },
    ]);
  });

  test('that is added and taken away again leaves nothing behind', () => {
    const time = countedTimeOf(row);
    expect(addToDays(addToDays([], days(), [time]), days(), [], [time])).toEqual([]);
  });
});
