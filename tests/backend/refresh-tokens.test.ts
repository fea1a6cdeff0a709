import { createHash } from 'node:crypto';
import { TokenAnswer } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { claimsOf } from './support/jwt.ts';

const backend = backendUnderTest();
const post = (path: string, form: Record<string, string>) => backend.call('POST', path, { form });
const exchange = (refresh_token: string, more: Record<string, string> = {}) =>
  post('/auth/token', { grant_type: 'refresh_token', refresh_token, ...more });
const exchanged = async (refreshToken: string) => v.parse(TokenAnswer, (await exchange(refreshToken)).body);
const first = async (login = 'ann') => (await backend.signIn(login)).refresh_token;
const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };

describe('a refresh token', () => {
  it('is exchanged for its successor and an access token of the same person', async () => {
    const someone = await backend.signIn('ann');
    const answer = await exchanged(someone.refresh_token);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    expect(answer.refresh_token).not.toBe(someone.refresh_token);
    expect(claimsOf(answer.access_token).sub).toBe(claimsOf(someone.token).sub);
    expect((await backend.call('GET', '/api/sessions', { token: answer.access_token })).status).toBe(200);
  });

  it('stays good until its successor is first used, and gives that same successor every time', async () => {
    const zero = await first();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchanged(zero)));
    expect(new Set(answers.map(({ refresh_token }) => refresh_token)).size).toBe(1);
    const one = answers[0]?.refresh_token ?? '';
    expect((await exchanged(zero)).refresh_token).toBe(one);
    expect((await exchange(one)).status).toBe(200);
  });

  it('used after its successor was, revokes the whole family', async () => {
    const zero = await first();
    const one = (await exchanged(zero)).refresh_token;
    const two = (await exchanged(one)).refresh_token;
    expect(await exchange(zero)).toMatchObject(invalidGrant);
    for (const token of [one, two, zero]) expect(await exchange(token)).toMatchObject(invalidGrant);
  });

  it('of one sign-in outlives the revoking of another', async () => {
    const [lost, kept] = [await first(), await first()];
    await post('/auth/revoke', { token: lost });
    expect(await exchange(lost)).toMatchObject(invalidGrant);
    expect((await exchange(kept)).status).toBe(200);
  });

  it('is kept as a hash only', async () => {
    const zero = await first();
    const one = (await exchanged(zero)).refresh_token;
    const rows = await backend.database.prepare('SELECT * FROM refresh_tokens').all<{ token_hash: string }>();
    const held = JSON.stringify(rows.results);
    for (const token of [zero, one]) {
      expect(held).not.toContain(token);
      expect(held).toContain(createHash('sha256').update(token).digest('base64url'));
    }
  });

  it('that has expired is refused, and cleaned away with what hangs on it', async () => {
    const zero = await first('expiring');
    const hash = createHash('sha256').update(zero).digest('base64url');
    await backend.database
      .prepare('UPDATE refresh_tokens SET expires_at_ms = 1 WHERE token_hash = ?')
      .bind(hash)
      .run();
    expect(await exchange(zero)).toMatchObject(invalidGrant);
    const families = () =>
      backend.database.prepare('SELECT count(*) AS n FROM refresh_families').first<number>('n');
    const before = await families();
    await backend.runScheduled();
    expect(await families()).toBe((before ?? 0) - 1);
  });

  it.each([
    ['no grant_type', { refresh_token: 'x' }, 400, 'invalid_request'],
    ['an empty grant_type', { grant_type: '' }, 400, 'invalid_request'],
    ['another grant_type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no token', { grant_type: 'refresh_token' }, 400, 'invalid_request'],
    ['an unknown token', { grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'invalid_grant'],
    [
      'an unknown client',
      { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'who' },
      401,
      'invalid_client',
    ],
    [
      'no code',
      { grant_type: 'authorization_code', client_id: 'worktime-extension' },
      400,
      'invalid_request',
    ],
    [
      'no verifier',
      { grant_type: 'authorization_code', client_id: 'worktime-extension', code: 'x' },
      400,
      'invalid_request',
    ],
    [
      'an unknown code',
      {
        grant_type: 'authorization_code',
        client_id: 'worktime-extension',
        code: 'x',
        code_verifier: 'v'.repeat(43),
      },
      400,
      'invalid_grant',
    ],
  ])('request with %s is refused in the form of RFC 6749', async (_case, form, status, error) => {
    const answer = await post('/auth/token', form);
    expect([answer.status, answer.body]).toEqual([status, { error, error_description: expect.any(String) }]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['JSON', { body: { grant_type: 'refresh_token' } }],
    ['nothing', {}],
    ['a repeated field', { raw: 'grant_type=refresh_token&grant_type=refresh_token' }],
    ['broken UTF-8', { raw: new Uint8Array([0xff, 0xfe]) }],
    ['70 KB', { raw: `grant_type=${'x'.repeat(70_000)}` }],
  ])('request of %s is refused as invalid_request', async (_case, call) => {
    const headers = 'raw' in call ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    for (const path of ['/auth/token', '/auth/revoke']) {
      const answer = await backend.call('POST', path, { headers, ...call });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    }
  });
});

describe('/auth/revoke', () => {
  it('answers 200 to what it does not know, and to a second time', async () => {
    const token = await first();
    for (const value of [token, token, 'unknown']) {
      const answer = await post('/auth/revoke', {
        token: value,
        token_type_hint: 'refresh_token',
        client_id: 'worktime-extension',
      });
      expect([answer.status, answer.text]).toEqual([200, '']);
    }
    expect(await exchange(token)).toMatchObject(invalidGrant);
  });

  it('revokes the family by any of its tokens', async () => {
    const zero = await first();
    const one = (await exchanged(zero)).refresh_token;
    await post('/auth/revoke', { token: zero });
    expect(await exchange(one)).toMatchObject(invalidGrant);
  });

  it('needs a token and a client that exists', async () => {
    expect(await post('/auth/revoke', {})).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await post('/auth/revoke', { token: 'x', client_id: 'who' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });
});
