import { BatchAnswer } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { aStart, completed, later, started } from './support/sessions.ts';

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

  it('counts to the total what it made, and nothing that it met or refused', async () => {
    const { token } = await backend.signIn('total');
    const [known, twice] = [ended(), ended()];
    await send(token, [known]);
    await Promise.all([
      send(token, [known, twice, twice, ended(), { ...ended(), pr_number: 0 }]),
      send(token, [twice, ended()]),
      started(backend, token),
    ]);
    const page = await backend.call('GET', '/api/sessions', { token });
    expect(page.body).toMatchObject({ total: 5, sessions: { length: 5 } });
    await backend.call('DELETE', `/api/sessions/${(await send(token, [known]))[0]?.session_id}`, { token });
    await send(token, [known, twice]);
    expect((await backend.call('GET', '/api/sessions', { token })).body).toMatchObject({
      total: 4,
      sessions: { length: 4 },
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
