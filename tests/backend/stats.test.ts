import { DailyStats } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { aStart, completed, later, started } from './support/sessions.ts';

const HOUR = 3_600_000;
const backend = backendUnderTest();

describe('GET /api/stats/daily', () => {
  const daily = async (token: string, query: string) =>
    v.parse(DailyStats, (await backend.call('GET', `/api/stats/daily?${query}`, { token })).body);
  const lastMidnight = () => `${new Date(Date.now() - 12 * HOUR).toISOString().slice(0, 10)}T00:00:00.000Z`;

  it('has a row for every day, empty ones too', async () => {
    const { token } = await backend.signIn('empty');
    for (const days of [1, 30, 366]) {
      const answer = await daily(token, `days=${days}&time_zone=Europe/Berlin`);
      expect(answer).toMatchObject({ days, time_zone: 'Europe/Berlin' });
      expect(answer.stats).toHaveLength(days);
      expect(answer.stats.every((row) => row.total_seconds === 0 && row.session_count === 0)).toBe(true);
    }
    expect(await daily(token, '')).toMatchObject({ days: 30, time_zone: 'UTC' });
  });

  it('counts completed sessions by what was counted, and neither active nor deleted ones', async () => {
    const { token } = await backend.signIn('counter');
    const start_time = lastMidnight();
    await completed(backend, token, 600, aStart({ start_time }));
    await completed(backend, token, 60, aStart({ start_time }));
    await started(backend, token, aStart({ start_time }));
    const gone = await completed(backend, token, 6000, aStart({ start_time }));
    await backend.call('DELETE', `/api/sessions/${gone.session_id}`, { token });
    const { stats } = await daily(token, 'days=2&time_zone=UTC');
    expect(stats.filter(({ session_count }) => session_count > 0)).toEqual([
      { date: start_time.slice(0, 10), total_seconds: 660, session_count: 2 },
    ]);
  });

  it('places time by intervals, unions what overlaps, and goes by the start again after a correction', async () => {
    const { token } = await backend.signIn('intervals');
    const midnight = lastMidnight();
    const { session_id, start_time } = await started(
      backend,
      token,
      aStart({ start_time: later(midnight, -2 * HOUR) }),
    );
    const span = (from: number, to: number) => [later(midnight, from), later(midnight, to)];
    const body = {
      end_time: later(midnight, HOUR / 2),
      duration_seconds: 800,
      intervals: [span(300_000, 600_000), span(-300_000, 0), span(100_000, 400_000), span(100_000, 400_000)],
    };
    await backend.call('PATCH', `/api/sessions/${session_id}/end`, { token, body });
    const busy = async () =>
      (await daily(token, 'days=3&time_zone=UTC')).stats
        .filter((row) => row.session_count > 0)
        .map((row) => row.total_seconds);
    expect(await busy()).toEqual([300, 500]);
    await backend.call('PATCH', `/api/sessions/${session_id}`, { token, body: { duration_seconds: 801 } });
    expect(await busy()).toEqual([801]);
    expect(start_time < midnight).toBe(true);
  });

  it('goes by the zone of the latest session where none is asked for', async () => {
    const { token } = await backend.signIn('traveller');
    await started(backend, token, aStart({ time_zone: 'Asia/Tokyo' }));
    expect(await daily(token, 'days=1')).toMatchObject({ time_zone: 'Asia/Tokyo' });
  });

  it('never shows one person the time of another', async () => {
    const [ann, bob] = [await backend.signIn('ann'), await backend.signIn('bob')];
    await completed(backend, ann.token);
    const { stats } = await daily(bob.token, 'days=30&time_zone=UTC');
    expect(stats.some(({ session_count }) => session_count > 0)).toBe(false);
  });

  it.each([
    'days=0',
    'days=367',
    'days=-1',
    'days=1.5',
    'days=',
    'days=ten',
    'days=1&days=1',
    'days=99999999999999999999',
    'time_zone=',
    'time_zone=Mars/Olympus',
    'time_zone=%2B02:00',
    'time_zone=UTC&time_zone=UTC',
    `time_zone=${'x'.repeat(2000)}`,
    'day=1',
  ])('refuses ?%s by 400', async (query) => {
    const { token } = await backend.signIn('ann');
    expect(await backend.call('GET', `/api/stats/daily?${query}`, { token })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});
