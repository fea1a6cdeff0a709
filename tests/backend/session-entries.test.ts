import { randomUUID } from 'node:crypto';
import { BatchAnswer, SessionPage } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { aStart, completed, later, minutesAgo, started } from './support/sessions.ts';

const backend = backendUnderTest();
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

describe('a batch', () => {
  const send = async (token: string, sessions: unknown[]) => {
    const answer = await backend.call('POST', '/api/sessions/batch', { token, body: { sessions } });
    expect(answer.status).toBe(200);
    return v.parse(BatchAnswer, answer.body).results;
  };
  const ended = (seconds = 60) => {
    const start = aStart();
    return { ...start, end_time: later(start.start_time, seconds * 1000), duration_seconds: seconds };
  };

  it('gives each item the fate that the single call would have given it', async () => {
    const { token } = await backend.signIn('batch');
    const gone = await completed(backend, token);
    await backend.call('DELETE', `/api/sessions/${gone.session_id}`, { token });
    const stands = await completed(backend, token, 60);
    const open = aStart();
    await started(backend, token, open);
    const fresh = ended();
    const results = await send(token, [
      fresh,
      fresh,
      aStart(),
      { ...open, end_time: later(open.start_time, 5000), duration_seconds: 5 },
      { ...fresh, pr_number: 8 },
      { ...fresh, duration_seconds: 59 },
      aStart({ client_id: gone.client_id }),
      { ...ended(), duration_seconds: 61 },
      { ...aStart(), pr_number: '7' },
      { ...aStart(), surprise: true },
      'nonsense',
      aStart({ client_id: stands.client_id, start_time: stands.start_time }),
    ]);
    expect(results.map(({ status, problem: told }) => [status, told?.code])).toEqual([
      [201, undefined],
      [200, undefined],
      [201, undefined],
      [200, undefined],
      [422, 'client_id_reused'],
      [409, 'ending_conflict'],
      [410, 'session_deleted'],
      [422, 'duration_exceeds_span'],
      [400, 'invalid_request'],
      [400, 'invalid_request'],
      [400, 'invalid_request'],
      [200, undefined],
    ]);
    expect(results[0]?.session_id).toBe(results[1]?.session_id);
    expect(results[5]?.problem?.stored).toMatchObject({ duration_seconds: 60 });
    expect(results[10]?.client_id).toBeNull();
    expect(results[11]?.session_id).toBe(stands.session_id);
  });

  it('of a hundred sessions is stored whole, once, however often and at once it is sent', async () => {
    const { token } = await backend.signIn('hundred');
    const sessions = Array.from({ length: 100 }, () => ended());
    const all = await Promise.all(Array.from({ length: 5 }, () => send(token, sessions)));
    const made = all.flat().filter(({ status }) => status === 201);
    expect(made).toHaveLength(100);
    expect(new Set(all.flat().map(({ session_id }) => session_id)).size).toBe(100);
    const page = await backend.call('GET', '/api/sessions?limit=1', { token });
    expect(page.body).toMatchObject({
      total: 100,
      sessions: [{ status: 'completed', duration_seconds: 60 }],
    });
  });

  it('and the single calls speak of one resource', async () => {
    const { token } = await backend.signIn('both');
    const { end_time, duration_seconds, ...start } = ended();
    const [result] = await send(token, [{ ...start, end_time, duration_seconds }]);
    const replay = await started(backend, token, start);
    const body = { end_time, duration_seconds };
    const end = await backend.call('PATCH', `/api/sessions/${result?.session_id}/end`, { token, body });
    expect(replay).toMatchObject({ session_id: result?.session_id, status: 'completed' });
    expect([end.status, end.body]).toEqual([200, replay]);
  });

  it.each([
    ['no item', { sessions: [] }],
    ['101 items', { sessions: Array.from({ length: 101 }, () => aStart()) }],
    ['no list', { sessions: {} }],
    ['another field', { sessions: [aStart()], dry_run: true }],
  ])('with %s is refused whole by 400', async (_case, body) => {
    const { token } = await backend.signIn('batch');
    expect(await backend.call('POST', '/api/sessions/batch', { token, body })).toMatchObject(
      problem(400, 'invalid_request'),
    );
  });

  it.each([['end_time'], ['duration_seconds']])('item with %s alone is refused by 400', async (field) => {
    const { token } = await backend.signIn('batch');
    const { end_time, duration_seconds, ...start } = ended();
    const half = field === 'end_time' ? { ...start, end_time } : { ...start, duration_seconds };
    expect((await send(token, [half]))[0]).toMatchObject({ status: 400, client_id: start.client_id });
  });
});

describe('the list', () => {
  const list = async (token: string, query: string) =>
    v.parse(SessionPage, (await backend.call('GET', `/api/sessions?${query}`, { token })).body);

  it('is newest first, and says where it stands', async () => {
    const { token } = await backend.signIn('lister');
    for (const minutes of [30, 10, 20])
      await started(backend, token, aStart({ start_time: minutesAgo(minutes), pr_number: minutes }));
    expect(await list(token, '')).toMatchObject({
      total: 3,
      limit: 50,
      offset: 0,
      has_more: false,
      next_cursor: null,
    });
    const first = await list(token, 'limit=2');
    expect(first).toMatchObject({ total: 3, limit: 2, offset: 0, has_more: true });
    expect(first.sessions.map(({ pr_number }) => pr_number)).toEqual([10, 20]);
    const second = await list(token, 'limit=2&offset=2');
    expect(second).toMatchObject({ limit: 2, offset: 2, has_more: false, next_cursor: null });
    expect(second.sessions.map(({ pr_number }) => pr_number)).toEqual([30]);
    expect(await list(token, `limit=2&cursor=${first.next_cursor}`)).toEqual(second);
    expect(await list(token, 'offset=1000000')).toMatchObject({ sessions: [], total: 3, has_more: false });
  });

  it('walked by cursor shows every session once, equal starts and newcomers notwithstanding', async () => {
    const { token } = await backend.signIn('walker');
    const start_time = minutesAgo(60);
    const ids = new Set<string>();
    for (let index = 0; index < 7; index += 1)
      ids.add((await started(backend, token, aStart({ start_time }))).session_id);
    const seen: string[] = [];
    let query = 'limit=3';
    for (;;) {
      const page = await list(token, query);
      seen.push(...page.sessions.map(({ session_id }) => session_id));
      await started(backend, token, aStart({ start_time: minutesAgo(1) }));
      if (page.next_cursor == null) break;
      query = `limit=3&cursor=${page.next_cursor}`;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(ids);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=',
    'limit=5&limit=5',
    'limit=1e1',
    'limit=99999999999999999999',
    'offset=-1',
    'offset=1000001',
    'offset=99999999999999999999',
    'offset=0x1',
    'offset=1&offset=1',
    'cursor=',
    'cursor=nonsense',
    'cursor=MTIz',
    'cursor=a&cursor=b',
    'limt=5',
    'limit=%00',
  ])('refuses ?%s by 400', async (query) => {
    const { token } = await backend.signIn('lister');
    expect(await backend.call('GET', `/api/sessions?${query}`, { token })).toMatchObject(
      problem(400, 'invalid_request'),
    );
  });

  it('reads no more rows than it shows, and one', async () => {
    const { token } = await backend.signIn('reader');
    const sessions = Array.from({ length: 60 }, () => aStart());
    await backend.call('POST', '/api/sessions/batch', { token, body: { sessions } });
    const plan = await backend.database
      .prepare(
        "EXPLAIN QUERY PLAN SELECT * FROM sessions WHERE user_id = 'x' AND deleted_at_ms IS NULL AND (start_ms, id) < (1, 'x') ORDER BY start_ms DESC, id DESC LIMIT 11",
      )
      .all<{ detail: string }>();
    expect(plan.results.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH sessions USING INDEX sessions_newest/),
    ]);
  });
});

describe('correcting', () => {
  const correct = (token: string, id: string, body: unknown) =>
    backend.call('PATCH', `/api/sessions/${id}`, { token, body });

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
