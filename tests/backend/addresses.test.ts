import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { expectProblem } from './support/problems.ts';

const backend = backendUnderTest();
const json = { 'content-type': 'application/json' };

describe('methods and addresses', () => {
  const allowed: Record<string, string> = {
    '/health': 'GET, HEAD, OPTIONS',
    '/openapi.json': 'GET, HEAD, OPTIONS',
    '/api/sessions': 'GET, HEAD, OPTIONS',
    '/api/sessions/start': 'POST, OPTIONS',
    '/api/sessions/batch': 'POST, OPTIONS',
    '/api/sessions/some-id': 'PATCH, DELETE, OPTIONS',
    '/api/sessions/some-id/end': 'PATCH, OPTIONS',
    '/api/stats/daily': 'GET, HEAD, OPTIONS',
    '/api/account': 'DELETE, OPTIONS',
    '/api/account/export': 'GET, HEAD, OPTIONS',
    '/api/account/sign-ins': 'GET, HEAD, OPTIONS',
    '/api/account/sign-ins/some-id': 'DELETE, OPTIONS',
    '/auth/authorize': 'GET, HEAD, OPTIONS',
    '/auth/github/callback': 'GET, HEAD, OPTIONS',
    '/auth/token': 'POST, OPTIONS',
    '/auth/revoke': 'POST, OPTIONS',
    '/auth/dev': 'POST, OPTIONS',
  };

  it.each(Object.entries(allowed))(
    '%s answers every other method by 405 with Allow: %s',
    async (path, allow) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
        (name) => !allow.includes(name),
      )) {
        const answer = await backend.call(method, path, method === 'GET' ? {} : { body: {} });
        expectProblem(answer, 405);
        expect(answer.headers.get('allow')).toBe(allow);
      }
      const options = await backend.call('OPTIONS', path);
      expect([options.status, options.headers.get('allow')]).toEqual([204, allow]);
    },
  );

  it.each([
    '/',
    '/api',
    '/api/',
    '/api/sessions/',
    '/api/sessions/a/b',
    '/API/sessions',
    '/auth',
    '/health/',
    '/%00',
    '/%ff',
    '//evil.example',
    '/api/sessions/%2e%2e/start',
  ])('%s is 404 where there is nothing', async (path) => {
    const answer = await backend.call('GET', `${backend.url}${path}`);
    expectProblem(answer);
    expect([404, 405]).toContain(answer.status);
  });

  it('keeps a connection usable after a refusal that came before the body was read', async () => {
    for (let index = 0; index < 20; index += 1) {
      const answer = await backend.call('POST', '/api/sessions/start', {
        raw: 'x'.repeat(50_000),
        headers: json,
      });
      expectProblem(answer, 401);
    }
  });
});
