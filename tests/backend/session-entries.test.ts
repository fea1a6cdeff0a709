import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { aStart, completed, later, minutesAgo, started } from './support/sessions.ts';

const backend = backendUnderTest();
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

describe('correcting', () => {
  const correct = (token: string, id: string, body: unknown, key?: string) => {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    return backend.call('PATCH', `/api/sessions/${id}`, { token, body, headers });
  };

  it('takes any of the three fields and keeps the rest', async () => {
    const { token } = await backend.signIn('fixer');
    const session = await completed(backend, token, 600);
    const start_time = later(session.start_time, -60_000);
    const end_time = later(session.start_time, 900_000);
    for (const [body, expected] of [
      [{ duration_seconds: 300 }, { ...session, duration_seconds: 300 }],
      [{ start_time }, { ...session, duration_seconds: 300, start_time }],
      [{ end_time }, { ...session, duration_seconds: 300, start_time, end_time }],
    ]) {
      const answer = await correct(token, session.session_id, body);
      expect([answer.status, answer.body]).toEqual([200, expected]);
    }
  });

  it('leaves replays of what the client sent before it good', async () => {
    const { token } = await backend.signIn('fixer');
    const start = aStart();
    const session = await completed(backend, token, 600, start);
    const { body: corrected } = await correct(token, session.session_id, {
      start_time: later(start.start_time, -5000),
      duration_seconds: 1,
    });
    const end = { end_time: session.end_time, duration_seconds: 600 };
    const replayedEnd = await backend.call('PATCH', `/api/sessions/${session.session_id}/end`, {
      token,
      body: end,
    });
    expect(await started(backend, token, start)).toEqual(corrected);
    expect([replayedEnd.status, replayedEnd.body]).toEqual([200, corrected]);
  });

  it('tells a late duplicate of a correction from a newer one, of the latest twenty', async () => {
    const { token } = await backend.signIn('fixer');
    const { session_id } = await completed(backend, token, 600);
    const asked = async (key: string | undefined, duration_seconds: number) => {
      const { status, body } = await correct(token, session_id, { duration_seconds }, key);
      return [status, (body as { duration_seconds: number }).duration_seconds];
    };
    const first = randomUUID();
    expect(await asked(first, 100)).toEqual([200, 100]);
    expect(await asked(first.toUpperCase(), 100)).toEqual([200, 100]);
    expect(await asked(randomUUID(), 200)).toEqual([200, 200]);
    expect(await asked(first, 100)).toEqual([200, 200]);
    expect(await asked(undefined, 300)).toEqual([200, 300]);
    for (let seconds = 1; seconds <= 18; seconds += 1) await asked(randomUUID(), seconds);
    expect(await asked(first, 100)).toEqual([200, 18]);
    await asked(randomUUID(), 19);
    expect(await asked(first, 100)).toEqual([200, 100]);
  });

  it('keeps no key of a correction that it refused', async () => {
    const { token } = await backend.signIn('fixer');
    const { session_id } = await completed(backend, token, 600);
    const key = randomUUID();
    expect(await correct(token, session_id, { duration_seconds: 601 }, key)).toMatchObject({ status: 422 });
    expect(await correct(token, session_id, { duration_seconds: 60 }, key)).toMatchObject({ status: 200 });
    expect(await correct(token, session_id, { duration_seconds: 1 }, 'k'.repeat(65))).toMatchObject(
      problem(400, 'invalid_request'),
    );
  });

  it.each([
    ['more seconds than the span', { duration_seconds: 601 }, 422, 'duration_exceeds_span'],
    ['an end before the start', { end_time: minutesAgo(200) }, 422, 'end_before_start'],
    ['an end that cuts the counted time', { end_time: minutesAgo(119) }, 422, 'duration_exceeds_span'],
    ['a start in the future', { start_time: minutesAgo(-6) }, 400, 'invalid_request'],
    ['nothing', {}, 400, 'invalid_request'],
    ['a list', [], 400, 'invalid_request'],
    ['a field that cannot be corrected', { pr_number: 1 }, 400, 'invalid_request'],
    ['a null', { end_time: null }, 400, 'invalid_request'],
  ])('refuses %s and changes nothing', async (_case, body, status, code) => {
    const { token } = await backend.signIn('fixer');
    const start = aStart();
    const session = await completed(backend, token, 600, start);
    expect(await correct(token, session.session_id, body)).toMatchObject(problem(status, code));
    expect(await started(backend, token, start)).toEqual(session);
  });

  it('moves the start of an active session, ends it when both fields come, and refuses one alone', async () => {
    const { token } = await backend.signIn('fixer');
    const { session_id, start_time } = await started(backend, token);
    const earlier = later(start_time, -1000);
    expect((await correct(token, session_id, { start_time: earlier })).body).toMatchObject({
      start_time: earlier,
      status: 'active',
    });
    expect(await correct(token, session_id, { duration_seconds: 5 })).toMatchObject(
      problem(422, 'session_not_ended'),
    );
    const ending = { end_time: later(start_time, 5000), duration_seconds: 5 };
    expect((await correct(token, session_id, ending)).body).toMatchObject({ ...ending, status: 'completed' });
    expect(
      await backend.call('PATCH', `/api/sessions/${session_id}/end`, { token, body: ending }),
    ).toMatchObject({ status: 200 });
  });
});

describe('deleting', () => {
  it('takes the entry off the list, and every replay is 410 from then on', async () => {
    const { token } = await backend.signIn('remover');
    const start = aStart({ pr_title: 'Secret plan' });
    const { session_id, end_time } = await completed(backend, token, 600, start);
    const gone = await backend.call('DELETE', `/api/sessions/${session_id}`, { token });
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await backend.call('DELETE', `/api/sessions/${session_id}`, { token })).status).toBe(204);
    expect((await backend.call('GET', '/api/sessions', { token })).body).toMatchObject({
      sessions: [],
      total: 0,
    });
    const replays = [
      backend.call('POST', '/api/sessions/start', { token, body: start }),
      backend.call('POST', '/api/sessions/start', { token, body: { ...start, pr_number: 9 } }),
      backend.call('PATCH', `/api/sessions/${session_id}/end`, {
        token,
        body: { end_time, duration_seconds: 600 },
      }),
      backend.call('PATCH', `/api/sessions/${session_id}`, { token, body: { duration_seconds: 1 } }),
    ];
    for (const answer of await Promise.all(replays))
      expect(answer).toMatchObject(problem(410, 'session_deleted'));
    const row = await backend.database
      .prepare('SELECT * FROM sessions WHERE id = ?')
      .bind(session_id)
      .first();
    expect(JSON.stringify(row)).not.toMatch(/Secret plan|octo|hello-world/);
  });

  it('of what was never there is 404', async () => {
    const { token } = await backend.signIn('remover');
    for (const id of [randomUUID(), 'no-uuid', '%E0%A4%A', '..%2F', `${'x'.repeat(5000)}`]) {
      expect(await backend.call('DELETE', `/api/sessions/${id}`, { token })).toMatchObject({ status: 404 });
    }
  });
});
