import { randomUUID } from 'node:crypto';
import { SessionPage, SessionResource } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { meteredWorker } from '../support/metered-worker.ts';
import { backendUnderTest, SECRET } from './support/backend-under-test.ts';
import { aStart, later, minutesAgo } from './support/sessions.ts';

const OTHERS = 300;
const backend = backendUnderTest();

const ended = (start_time: string) => ({
  ...aStart({ start_time }),
  end_time: later(start_time, 60_000),
  duration_seconds: 60,
});

/** The backend over the same database, with a count of what each request costs it. */
async function meteredBackend() {
  const worker = await meteredWorker(backend.database, { JWT_SECRET: SECRET, LOG_REQUESTS: 'false' });
  const { token } = await backend.signIn(`metered ${randomUUID()}`);
  return async (method: string, path: string, body?: unknown) => {
    const { response, spent } = await worker(
      new Request(new URL(path, backend.url), {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: await response.json().catch(() => null), spent };
  };
}

const noise = async () => {
  const { token } = await backend.signIn('noise');
  for (let made = 0; made < OTHERS; made += 100) {
    const sessions = Array.from({ length: 100 }, () => ended(minutesAgo(100)));
    await backend.call('POST', '/api/sessions/batch', { token, body: { sessions } });
  }
};

describe('what a request asks of the database', () => {
  it('is one round trip; a page reads its rows, its cursor’s and the person’s, statistics the rows of their days and at most the next', async () => {
    await noise();
    const ask = await meteredBackend();
    const old = Array.from({ length: 60 }, () => ended(minutesAgo(60 * 24 * 40)));
    const recent = Array.from({ length: 30 }, (_, index) => ended(minutesAgo(10 + index)));
    const batch = await ask('POST', '/api/sessions/batch', { sessions: [...old, ...recent] });
    expect([batch.status, batch.spent]).toEqual([200, { roundTrips: 1, rowsRead: 90 + 1 }]);
    const first = await ask('GET', '/api/sessions?limit=25');
    expect([first.status, first.spent]).toEqual([200, { roundTrips: 1, rowsRead: 26 }]);
    const { next_cursor } = v.parse(SessionPage, first.body);
    const second = await ask('GET', `/api/sessions?limit=25&cursor=${next_cursor}`);
    expect([second.status, second.spent]).toEqual([200, { roundTrips: 1, rowsRead: 27 }]);
    const whole = await ask('GET', '/api/sessions?limit=90');
    expect([whole.status, whole.spent]).toEqual([200, { roundTrips: 1, rowsRead: 91 }]);
    const stats = await ask('GET', '/api/stats/daily?days=7&time_zone=UTC');
    expect([stats.status, stats.spent.roundTrips]).toEqual([200, 1]);
    expect(stats.spent.rowsRead - recent.length).toBeOneOf([0, 1]);
  });

  it('is one round trip for a start, an ending, a correction, a removal, an erasure, and any of them again', async () => {
    const ask = await meteredBackend();
    const start = aStart();
    const made = await ask('POST', '/api/sessions/start', start);
    const path = `/api/sessions/${v.parse(SessionResource, made.body).session_id}`;
    const end = { end_time: later(start.start_time, 60_000), duration_seconds: 30 };
    const steps = [
      ['POST', '/api/sessions/start', start, 200],
      ['PATCH', `${path}/end`, end, 200],
      ['PATCH', `${path}/end`, end, 200],
      ['PATCH', path, { duration_seconds: 20 }, 200],
      ['POST', '/api/sessions/batch', { sessions: [{ ...start, ...end }] }, 200],
      ['DELETE', path, undefined, 204],
      ['DELETE', path, undefined, 204],
      ['GET', '/api/account/sign-ins', undefined, 200],
      ['DELETE', '/api/account', undefined, 204],
    ] as const;
    for (const [method, address, body, status] of steps) {
      const answer = await ask(method, address, body);
      expect([method, address, answer.status, answer.spent.roundTrips]).toEqual([method, address, status, 1]);
    }
  });

  it('is two round trips where a batch ends a session that is there', async () => {
    const ask = await meteredBackend();
    const session = ended(minutesAgo(10));
    const { end_time, duration_seconds, ...start } = session;
    await ask('POST', '/api/sessions/start', start);
    const asked = await ask('POST', '/api/sessions/batch', { sessions: [session] });
    const again = await ask('POST', '/api/sessions/batch', { sessions: [session] });
    expect([asked, again].map(({ status, spent }) => [status, spent.roundTrips])).toEqual([
      [200, 2],
      [200, 1],
    ]);
  });
});
