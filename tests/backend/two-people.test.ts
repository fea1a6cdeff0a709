import { randomUUID } from 'node:crypto';
import { SessionPage, SignIns } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest, type Call } from './support/backend-under-test.ts';
import { describedBy } from './support/openapi.ts';
import { aStart, completed, minutesAgo, started } from './support/sessions.ts';

const backend = backendUnderTest();

const held = async (token: string) => (await backend.call('GET', '/api/account/export', { token })).text;

/** Ann with an active, an ended and a deleted session, and the ids of all that is hers. */
async function annAndHers() {
  const ann = await backend.signIn(`ann ${randomUUID()}`);
  const { token } = ann;
  const active = await started(backend, token, aStart({ pr_title: 'Hers' }));
  const ended = await completed(backend, token);
  const deleted = await completed(backend, token);
  await backend.call('DELETE', `/api/sessions/${deleted.session_id}`, { token });
  const { body } = await backend.call('GET', '/api/account/sign-ins', { token });
  const signIns = v.parse(SignIns, body).sign_ins;
  const ids = [
    ...[active, ended, deleted].map(({ session_id }) => session_id),
    ...signIns.map(({ id }) => id),
  ];
  return { ann, active, ended, deleted, ids };
}

const bodies: Readonly<Record<string, readonly Call[]>> = {
  '/api/sessions/{id}/end': [
    { body: { end_time: minutesAgo(1), duration_seconds: 5 } },
    { body: { end_time: minutesAgo(600), duration_seconds: 5 } },
    { body: { end_time: 'soon' } },
  ],
  '/api/sessions/{id}': [
    { body: { duration_seconds: 5 } },
    { body: { start_time: minutesAgo(300), end_time: minutesAgo(200), duration_seconds: 0 } },
    { body: {} },
  ],
};

describe('two people', () => {
  it('cannot tell each other’s ids from unknown ones, at any endpoint, by any method and body, nor change what is there', async () => {
    const { ann, ids } = await annAndHers();
    const eve = await backend.signIn(`eve ${randomUUID()}`);
    const before = await held(ann.token);
    const { operations } = await describedBy(backend);
    const byId = operations.filter(({ path }) => path.includes('{id}'));
    expect(byId.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /api/account/sign-ins/{id}',
      'DELETE /api/sessions/{id}',
      'PATCH /api/sessions/{id}',
      'PATCH /api/sessions/{id}/end',
    ]);
    for (const { method, path } of byId) {
      for (const call of method === 'DELETE' ? [{}] : (bodies[path] ?? [])) {
        const ask = (id: string) =>
          backend.call(method, path.replace('{id}', id), {
            ...call,
            token: eve.token,
            headers: { 'idempotency-key': id },
          });
        const unknown = await ask(randomUUID());
        expect(unknown.status).toBeOneOf([404, 400]);
        for (const id of ids) {
          const foreign = await ask(id);
          expect([foreign.status, foreign.text, [...foreign.headers]]).toEqual([
            unknown.status,
            unknown.text,
            [...unknown.headers],
          ]);
        }
      }
    }
    expect(await held(ann.token)).toBe(before);
  });

  it('who use each other’s client ids, batches, cursors and refresh tokens stay apart', async () => {
    const { ann, active, ended, deleted } = await annAndHers();
    const eve = await backend.signIn(`eve ${randomUUID()}`);
    const before = await held(ann.token);
    const taken = [active, ended, deleted].map(({ client_id }) => ({
      ...aStart({ client_id, pr_number: 666 }),
    }));
    const answer = await backend.call('POST', '/api/sessions/batch', {
      token: eve.token,
      body: { sessions: taken.map((start) => ({ ...start, end_time: minutesAgo(1), duration_seconds: 1 })) },
    });
    expect(answer.body).toMatchObject({ results: [{ status: 201 }, { status: 201 }, { status: 201 }] });
    const first = v.parse(
      SessionPage,
      (await backend.call('GET', '/api/sessions?limit=1', { token: ann.token })).body,
    );
    const page = v.parse(
      SessionPage,
      (await backend.call('GET', `/api/sessions?cursor=${first.next_cursor}`, { token: eve.token })).body,
    );
    const hers = [active, ended, deleted].map(({ session_id }) => session_id);
    expect(page.sessions.filter(({ session_id }) => hers.includes(session_id))).toEqual([]);
    expect(await held(eve.token)).not.toContain('Hers');
    await backend.call('DELETE', '/api/account', { token: eve.token });
    expect(await held(ann.token)).toBe(before);
    const refreshed = await backend.call('POST', '/auth/token', {
      form: { grant_type: 'refresh_token', refresh_token: ann.refresh_token },
    });
    expect(refreshed.status).toBe(200);
  });
});

describe('a token that is not good', () => {
  it('is refused by 401 at every endpoint that needs one, whatever else is wrong with the request', async () => {
    const erased = await backend.signIn('erased');
    await started(backend, erased.token);
    await backend.call('DELETE', '/api/account', { token: erased.token });
    const { operations } = await describedBy(backend);
    const tokens = [undefined, '', 'a.b.c', 'x'.repeat(9000), `${erased.token}x`, erased.token];
    const calls: Call[] = [
      {},
      { body: aStart() },
      { raw: '{', headers: { 'content-type': 'application/json' } },
    ];
    for (const { method, path } of operations.filter(({ isPublic }) => !isPublic)) {
      for (const token of tokens) {
        for (const call of method === 'GET' ? [{}] : calls) {
          const answer = await backend.call(method, path.replace('{id}', randomUUID()), { ...call, token });
          expect([method, path, token?.length, answer.status]).toEqual([method, path, token?.length, 401]);
        }
      }
    }
  });
});

describe('HEAD', () => {
  it('is answered as GET is, without the body', async () => {
    const { token } = await backend.signIn('head');
    for (const path of [
      '/health',
      '/openapi.json',
      '/api/sessions',
      '/api/stats/daily',
      '/api/account/sign-ins',
    ]) {
      const answer = await backend.call('HEAD', path, { token });
      expect([path, answer.status, answer.text]).toEqual([path, 200, '']);
    }
    expect((await backend.call('HEAD', '/api/sessions')).status).toBe(401);
  });
});
