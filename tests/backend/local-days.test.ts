import { placeOnDays } from '@worktime/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastLocalDays } from '../../backend/src/stats/daily.ts';

const HOUR = 3_600_000;
const at = (instant: string) => Date.parse(instant);

/** What a session of these spans (its seconds all counted) comes to on the last days before `now`. */
function place(
  timeZone: string,
  now: string,
  days: number,
  spans: [string, string][],
  durationSeconds?: number,
) {
  const placed = spans.map(([start, end]) => [at(start), at(end)] as const);
  const seconds = placed.reduce((sum, [start, end]) => sum + (end - start) / 1000, 0);
  const time = { durationSeconds: durationSeconds ?? seconds, spans: placed };
  return placeOnDays(lastLocalDays(at(now), days, timeZone), [time]).map(
    ({ date, total_seconds, session_count }) => [date, total_seconds, session_count],
  );
}

describe('local days', () => {
  it('split a session at local midnight, and it counts on both days', () => {
    expect(
      place('Europe/Berlin', '2026-06-02T12:00:00Z', 3, [['2026-06-01T21:30:00Z', '2026-06-01T22:45:00Z']]),
    ).toEqual([
      ['2026-05-31', 0, 0],
      ['2026-06-01', 1800, 1],
      ['2026-06-02', 2700, 1],
    ]);
  });

  it.each([
    [
      'the short day of spring',
      'Europe/Berlin',
      '2026-03-30T12:00:00Z',
      '2026-03-28T23:00:00Z',
      '2026-03-29',
      23,
    ],
    [
      'the long day of autumn',
      'Europe/Berlin',
      '2026-10-26T12:00:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25',
      25,
    ],
    [
      'the long day across the sea',
      'America/New_York',
      '2026-11-02T12:00:00Z',
      '2026-11-01T04:00:00Z',
      '2026-11-01',
      25,
    ],
    [
      'a shift of half an hour',
      'Australia/Lord_Howe',
      '2026-04-06T12:00:00Z',
      '2026-04-04T13:00:00Z',
      '2026-04-05',
      24.5,
    ],
    [
      'a day whose midnight is skipped',
      'America/Santiago',
      '2026-09-07T12:00:00Z',
      '2026-09-06T04:00:00Z',
      '2026-09-06',
      23,
    ],
    ['a zone without DST', 'Asia/Kolkata', '2026-06-02T12:00:00Z', '2026-05-31T18:30:00Z', '2026-06-01', 24],
  ])('hold %s exactly', (_case, timeZone, now, midnight, date, hours) => {
    const end = new Date(at(midnight) + hours * HOUR).toISOString();
    const rows = place(timeZone, now, 3, [
      [new Date(at(midnight) - HOUR).toISOString(), new Date(at(end) + HOUR).toISOString()],
    ]);
    expect(rows.find(([day]) => day === date)).toEqual([date, hours * 3600, 1]);
    expect(rows.map(([, seconds]) => seconds)).toEqual([3600, hours * 3600, 3600]);
  });

  it('take time where its intervals lie, not where the session began', () => {
    const spans: [string, string][] = [
      ['2026-06-01T10:00:00Z', '2026-06-01T10:10:00Z'],
      ['2026-06-03T10:00:00Z', '2026-06-03T10:05:00Z'],
    ];
    expect(place('UTC', '2026-06-03T12:00:00Z', 3, spans)).toEqual([
      ['2026-06-01', 600, 1],
      ['2026-06-02', 0, 0],
      ['2026-06-03', 300, 1],
    ]);
  });

  it('leave out what lies before them, and take the part that reaches in', () => {
    expect(
      place('UTC', '2026-06-02T12:00:00Z', 1, [['2026-06-01T23:00:00Z', '2026-06-02T01:00:00Z']]),
    ).toEqual([['2026-06-02', 3600, 1]]);
    expect(
      place('UTC', '2026-06-02T12:00:00Z', 1, [['2026-06-01T22:00:00Z', '2026-06-02T00:00:00Z']]),
    ).toEqual([['2026-06-02', 0, 0]]);
  });

  it('have a row each, in order, today last', () => {
    const { dates, boundaries } = lastLocalDays(at('2024-12-31T23:59:59.999Z'), 366, 'UTC');
    expect([dates.length, dates[0], dates[59], dates[365]]).toEqual([
      366,
      '2024-01-01',
      '2024-02-29',
      '2024-12-31',
    ]);
    expect(boundaries).toEqual([...boundaries].sort((a, b) => a - b));
    expect(lastLocalDays(at('2026-06-01T23:30:00Z'), 1, 'Asia/Tokyo').dates).toEqual(['2026-06-02']);
  });

  it('add up to the duration of a session, whatever its spans and zone', () => {
    const now = at('2026-12-01T00:00:00Z');
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    );
    const span = fc.tuple(fc.integer({ min: 0, max: 20 * 24 * HOUR }), fc.integer({ min: 1, max: 3 * HOUR }));
    fc.assert(
      fc.property(
        zone,
        fc.array(span, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 99_999 }),
        (timeZone, raw, durationSeconds) => {
          let free = now - 30 * 24 * HOUR;
          const spans = [...raw]
            .sort(([a], [b]) => a - b)
            .map(([offset, length]): [number, number] => {
              const start = Math.max(free, now - 30 * 24 * HOUR + offset);
              free = start + length;
              return [start, free];
            });
          const rows = placeOnDays(lastLocalDays(now, 40, timeZone), [{ durationSeconds, spans }]);
          expect(rows.reduce((sum, { total_seconds }) => sum + total_seconds, 0)).toBe(durationSeconds);
        },
      ),
    );
  });
});
