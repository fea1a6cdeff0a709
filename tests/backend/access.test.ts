import { request } from 'node:http';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '@worktime/contract';
import { describe, expect, it } from 'vitest';
import { createVerifier, signAccessToken } from '../../backend/src/auth/access-token.ts';
import { backendUnderTest, SECRET } from './support/backend-under-test.ts';
import { claimsOf, forge } from './support/jwt.ts';
import { aStart, completed } from './support/sessions.ts';

const backend = backendUnderTest();
const now = Math.floor(Date.now() / 1000);

const signed = (claims: Record<string, unknown>, alg = 'HS256', hash = 'sha256', secret = SECRET) =>
  forge(
    { alg },
    { iss: TOKEN_ISSUER, aud: TOKEN_AUDIENCE, iat: now, exp: now + 900, jti: 'j', ...claims },
    secret,
    hash,
  );

describe('an access token', () => {
  it('carries exactly the six claims, for fifteen minutes', async () => {
    const someone = await backend.signIn('ann');
    const claims = claimsOf(someone.token);
    expect(claims).toEqual({
      iss: TOKEN_ISSUER,
      aud: TOKEN_AUDIENCE,
      sub: expect.any(String),
      iat: expect.any(Number),
      exp: claims.iat + 900,
      jti: expect.any(String),
    });
    expect(someone).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'worktime' });
  });

  it('that was good is refused once it has expired', async () => {
    const secret = new TextEncoder().encode(SECRET);
    const verify = createVerifier(secret);
    const bearer = { personId: 'ann', signInId: 'a' };
    const token = await signAccessToken(secret, bearer, now * 1000);
    const expiry = (now + 900) * 1000;
    expect(await verify(token, now * 1000)).toEqual(bearer);
    expect(await verify(token, expiry - 1)).toEqual(bearer);
    expect(await verify(token, expiry)).toBe(null);
  });

  it('of another making is refused by 401, however it differs', async () => {
    const { token } = await backend.signIn('ann');
    const { sub } = claimsOf(token);
    const [head = '', body = '', signature = ''] = token.split('.');
    expect((await backend.call('GET', '/api/sessions', { token: signed({ sub }) })).status).toBe(200);
    const noneHead = Buffer.from('{"alg":"none"}').toString('base64url');
    const bad = {
      expired: signed({ sub, exp: now - 1 }),
      'without exp': signed({ sub, exp: undefined }),
      'without sub': signed({}),
      'without jti': signed({ sub, jti: undefined }),
      'another issuer': signed({ sub, iss: 'other' }),
      'another audience': signed({ sub, aud: 'other' }),
      'another algorithm': signed({ sub }, 'HS512', 'sha512'),
      'another secret': signed({ sub }, 'HS256', 'sha256', 'another secret, also longer than 32 bytes'),
      nobody: signed({ sub: '00000000-0000-4000-8000-000000000000' }),
      'not before tomorrow': signed({ sub, nbf: now + 86_400 }),
      unsigned: `${noneHead}.${body}.`,
      'alg none over a signature': `${noneHead}.${body}.${signature}`,
      'no signature': `${head}.${body}.`,
      'a changed body': `${head}.${Buffer.from(JSON.stringify({ ...claimsOf(token), sub: 'x' })).toString('base64url')}.${signature}`,
      'signed as none': signed({ sub }, 'none'),
      rubbish: 'rubbish',
      oversized: 'x'.repeat(20_000),
    };
    for (const [how, other] of Object.entries(bad)) {
      const answer = await backend.call('GET', '/api/sessions', { token: other });
      expect([how, answer.status, answer.body]).toEqual([
        how,
        401,
        expect.objectContaining({ code: 'invalid_token' }),
      ]);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Token x'])(
    'is missing from "%s": 401',
    async (authorization) => {
      const answer = await backend.call('GET', '/api/sessions', { headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'missing_token' } });
    },
  );

  it('is asked for by every endpoint below /api', async () => {
    const endpoints = [
      'POST /api/sessions/start',
      'POST /api/sessions/batch',
      'PATCH /api/sessions/x/end',
      'PATCH /api/sessions/x',
      'DELETE /api/sessions/x',
      'GET /api/sessions',
      'GET /api/stats/daily',
      'GET /api/account/export',
      'DELETE /api/account',
      'GET /api/account/sign-ins',
      'DELETE /api/account/sign-ins/x',
    ];
    for (const endpoint of endpoints) {
      const [method = '', path = ''] = endpoint.split(' ');
      expect([endpoint, (await backend.call(method, path)).status]).toEqual([endpoint, 401]);
    }
  });
});

describe('the account', () => {
  it('exports everything that is held about the person, and nothing of others', async () => {
    const [ann, bob] = [await backend.signIn('export'), await backend.signIn('other')];
    const session = await completed(backend, ann.token, 60, aStart({ pr_title: 'Mine' }));
    const gone = await completed(backend, ann.token);
    await backend.call('DELETE', `/api/sessions/${gone.session_id}`, { token: ann.token });
    await completed(backend, bob.token);
    const answer = await backend.call('GET', '/api/account/export', { token: ann.token });
    expect(answer.body).toEqual({
      account: {
        id: claimsOf(ann.token).sub,
        login: 'export',
        provider: 'dev',
        created_at: expect.any(String),
      },
      sessions: [{ ...session, intervals: null }],
      deleted_sessions: [
        { session_id: gone.session_id, client_id: gone.client_id, deleted_at: expect.any(String) },
      ],
      sign_ins: [{ client_id: 'worktime-extension', created_at: expect.any(String), last_used_at: null }],
    });
  });

  it('once erased is gone at once: tokens, sessions and sign-ins', async () => {
    const someone = await backend.signIn('eraser');
    const id = claimsOf(someone.token).sub;
    await completed(backend, someone.token);
    const erased = await backend.call('DELETE', '/api/account', { token: someone.token });
    expect(erased.status).toBe(204);
    const after = await backend.call('POST', '/api/sessions/start', { token: someone.token, body: aStart() });
    const refresh = await backend.call('POST', '/auth/token', {
      form: { grant_type: 'refresh_token', refresh_token: someone.refresh_token },
    });
    expect([after.status, refresh.status, refresh.body]).toEqual([
      401,
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
    for (const [table, column] of [
      ['people', 'id'],
      ['sessions', 'user_id'],
      ['refresh_families', 'user_id'],
    ]) {
      const left = await backend.database
        .prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`)
        .bind(id)
        .first('n');
      expect([table, left]).toEqual([table, 0]);
    }
    const tokens =
      'SELECT count(*) AS n FROM refresh_tokens WHERE family_id NOT IN (SELECT id FROM refresh_families)';
    expect(await backend.database.prepare(tokens).first('n')).toBe(0);
    const anew = await backend.signIn('eraser');
    expect(claimsOf(anew.token).sub).not.toBe(id);
  });
});

describe('/auth/dev', () => {
  const ask = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(backend.url);
      const headers = { host, 'content-type': 'application/json' };
      const sending = request(
        { host: '127.0.0.1', port, path: '/auth/dev', method: 'POST', headers },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      sending.on('error', reject).end('{"login":"ann"}');
    });

  it('makes one person of one login', async () => {
    const [first, second] = await Promise.all([backend.signIn('same'), backend.signIn('same')]);
    const other = await backend.signIn('not the same');
    expect(claimsOf(first.token).sub).toBe(claimsOf(second.token).sub);
    expect(claimsOf(other.token).sub).not.toBe(claimsOf(first.token).sub);
  });

  it.each(['localhost', 'localhost:8787', '127.0.0.1:1', '127.1.2.3', '[::1]', '[::1]:8787'])(
    'answers to Host %s',
    async (host) => {
      expect(await ask(host)).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:8787',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
    'xlocalhost',
  ])('does not exist for Host %s', async (host) => expect(await ask(host)).toBe(404));

  it.each([[{}], [{ login: '' }], [{ login: 7 }], [{ login: 'a', admin: true }], [[]], [null]])(
    'refuses %j by 400',
    async (body) => {
      expect(await backend.call('POST', '/auth/dev', { body })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    },
  );
});
