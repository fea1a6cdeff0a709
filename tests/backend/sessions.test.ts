import { randomUUID } from 'node:crypto';
import { SessionResource } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { aStart, completed, later, minutesAgo, started } from './support/sessions.ts';

const backend = backendUnderTest();
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

describe('starting', () => {
  it('answers 201 with the whole resource, and 200 with the same one to a replay', async () => {
    const { token } = await backend.signIn('ann');
    const body = aStart({
      start_time: '2026-01-31T12:00:00.123Z',
      pr_title: 'Fix it',
      time_zone: 'Europe/Berlin',
    });
    const headers = { 'idempotency-key': body.client_id };
    const first = await backend.call('POST', '/api/sessions/start', { token, body, headers });
    const again = await backend.call('POST', '/api/sessions/start', { token, body, headers });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      client_id: body.client_id,
      repo_owner: 'octo',
      repo_name: 'hello-world',
      pr_number: 7,
      start_time: '2026-01-31T12:00:00.123Z',
      end_time: null,
      duration_seconds: null,
      status: 'active',
      host: 'github.com',
      pr_title: 'Fix it',
      time_zone: 'Europe/Berlin',
    });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('makes one row of twenty equal starts at once', async () => {
    const { token } = await backend.signIn('twenty');
    const body = aStart();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => backend.call('POST', '/api/sessions/start', { token, body })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const page = await backend.call('GET', '/api/sessions', { token });
    expect(page.body).toMatchObject({ total: 1, sessions: [{ client_id: body.client_id }] });
  });

  it.each([
    ['repo_owner', { repo_owner: 'other' }],
    ['repo_name', { repo_name: 'other' }],
    ['pr_number', { pr_number: 8 }],
    ['pr_title', { pr_title: 'Other' }],
    ['host', { host: 'github.example' }],
    ['start_time', { start_time: minutesAgo(3) }],
    ['time_zone', { time_zone: 'Asia/Tokyo' }],
  ])('refuses a used client_id with another %s by 422 and keeps the first', async (_field, change) => {
    const { token } = await backend.signIn('reuse');
    const body = aStart();
    const first = await started(backend, token, body);
    const other = await backend.call('POST', '/api/sessions/start', { token, body: { ...body, ...change } });
    expect(other).toMatchObject(problem(422, 'client_id_reused'));
    expect(await started(backend, token, body)).toEqual(first);
  });

  it('takes an equal instant in another spelling, and the default host by name, for the same body', async () => {
    const { token } = await backend.signIn('spelling');
    const body = aStart({ start_time: '2026-01-31T12:00:00Z' });
    const first = await started(backend, token, body);
    const respelt = { ...body, start_time: '2026-01-31T12:00:00.000Z', host: 'github.com' };
    expect(await started(backend, token, respelt)).toEqual(first);
  });

  it('refuses an Idempotency-Key that is not the client_id by 422', async () => {
    const { token } = await backend.signIn('ann');
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await backend.call('POST', '/api/sessions/start', { token, body: aStart(), headers });
    expect(answer).toMatchObject(problem(422, 'idempotency_key_mismatch'));
  });

  it('keeps names and titles character for character', async () => {
    const { token } = await backend.signIn('names');
    const names = {
      repo_owner: 'a\u0000b\u202e<script>',
      repo_name: "'; DROP TABLE sessions; --",
      pr_title: '\u0000"\\ 👩‍👩‍👧 \u2066__proto__',
    };
    expect(await started(backend, token, aStart(names))).toMatchObject(names);
    const page = await backend.call('GET', '/api/sessions', { token });
    expect(page.body).toMatchObject({ sessions: [names] });
  });

  it('lets two people use one client_id, each for a session of their own', async () => {
    const [ann, bob] = [await backend.signIn('ann'), await backend.signIn('bob')];
    const body = aStart();
    const hers = await started(backend, ann.token, body);
    const his = await started(backend, bob.token, { ...body, pr_number: 99 });
    expect(his.session_id).not.toBe(hers.session_id);
    expect(his.pr_number).toBe(99);
  });
});

describe('ending', () => {
  it('answers 200 with the completed resource, and the same to every replay, twenty at once included', async () => {
    const { token } = await backend.signIn('ender');
    const session = await started(backend, token);
    const body = { end_time: later(session.start_time, 600_500), duration_seconds: 300 };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        backend.call('PATCH', `/api/sessions/${session.session_id}/end`, { token, body }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.body).toEqual({
      ...session,
      end_time: body.end_time,
      duration_seconds: 300,
      status: 'completed',
    });
  });

  it('refuses another ending by 409 with the one that stands', async () => {
    const { token } = await backend.signIn('ender');
    const session = await completed(backend, token, 600);
    const path = `/api/sessions/${session.session_id}/end`;
    const body = { end_time: later(session.start_time, 700_000), duration_seconds: 600 };
    const answer = await backend.call('PATCH', path, { token, body });
    expect(answer).toMatchObject(problem(409, 'ending_conflict'));
    expect(answer.body).toMatchObject({ stored: session });
  });

  it('lets exactly one of many different endings at once stand', async () => {
    const { token } = await backend.signIn('ender');
    const { session_id, start_time } = await started(backend, token);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        backend.call('PATCH', `/api/sessions/${session_id}/end`, {
          token,
          body: { end_time: later(start_time, 600_000), duration_seconds: index },
        }),
      ),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const loser of answers.filter(({ status }) => status !== 200)) {
      expect(loser).toMatchObject({ status: 409, body: { stored: winners[0]?.body } });
    }
  });

  it.each([
    ['before its start', -1000, 0, 'end_before_start'],
    ['with more seconds than passed', 60_000, 61, 'duration_exceeds_span'],
  ])('refuses an ending %s by 422 and leaves the session active', async (_case, ms, seconds, code) => {
    const { token } = await backend.signIn('ender');
    const body = aStart();
    const { session_id } = await started(backend, token, body);
    const answer = await backend.call('PATCH', `/api/sessions/${session_id}/end`, {
      token,
      body: { end_time: later(body.start_time, ms), duration_seconds: seconds },
    });
    expect(answer).toMatchObject(problem(422, code));
    expect(await started(backend, token, body)).toMatchObject({ status: 'active' });
  });

  it.each([
    ['that starts before the session', [[-1000, 600_000]]],
    ['that ends after the session', [[0, 601_000]]],
    [
      'that runs backwards',
      [
        [2000, 1000],
        [0, 600_000],
      ],
    ],
    ['with less time than was counted', [[0, 300_000]]],
  ])('refuses an interval %s by 422', async (_case, spans) => {
    const { token } = await backend.signIn('ender');
    const { session_id, start_time } = await started(backend, token);
    const intervals = spans.map(([from = 0, to = 0]) => [later(start_time, from), later(start_time, to)]);
    const answer = await backend.call('PATCH', `/api/sessions/${session_id}/end`, {
      token,
      body: { end_time: later(start_time, 600_000), duration_seconds: 590, intervals },
    });
    expect(answer).toMatchObject(problem(422, 'interval_mismatch'));
  });

  it('tells an ending with other intervals from a replay', async () => {
    const { token } = await backend.signIn('ender');
    const { session_id, start_time } = await started(backend, token);
    const end = (from: number) =>
      backend.call('PATCH', `/api/sessions/${session_id}/end`, {
        token,
        body: {
          end_time: later(start_time, 600_000),
          duration_seconds: 60,
          intervals: [[later(start_time, from), later(start_time, from + 60_000)]],
        },
      });
    expect([(await end(0)).status, (await end(0)).status, (await end(1000)).status]).toEqual([200, 200, 409]);
  });
});

describe('what belongs to somebody else', () => {
  it('is answered as if it did not exist, word for word, whatever is asked', async () => {
    const [ann, eve] = [await backend.signIn('ann'), await backend.signIn('eve')];
    const session = await completed(backend, ann.token);
    const attempts = [
      ['PATCH', '/end', { end_time: session.end_time, duration_seconds: session.duration_seconds }],
      ['PATCH', '', { duration_seconds: 1 }],
      ['DELETE', '', undefined],
    ] as const;
    for (const [method, tail, body] of attempts) {
      const foreign = await backend.call(method, `/api/sessions/${session.session_id}${tail}`, {
        token: eve.token,
        body,
      });
      const unknown = await backend.call(method, `/api/sessions/${randomUUID()}${tail}`, {
        token: eve.token,
        body,
      });
      expect(foreign.status).toBe(404);
      expect([foreign.text, [...foreign.headers]]).toEqual([unknown.text, [...unknown.headers]]);
    }
    const page = await backend.call('GET', '/api/sessions', { token: ann.token });
    expect(v.parse(v.object({ sessions: v.array(SessionResource) }), page.body).sessions).toContainEqual(
      session,
    );
    expect((await backend.call('GET', '/api/sessions', { token: eve.token })).body).toMatchObject({
      total: 0,
    });
  });
});
