import { createHash, randomBytes } from 'node:crypto';
import { EXTENSION_CLIENT_ID, EXTENSION_ID, TokenAnswer } from '@worktime/contract';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackendUnderTest, backendUnderTest } from './support/backend-under-test.ts';
import { claimsOf } from './support/jwt.ts';
import { type StandInGitHub, startStandInGitHub } from './support/stand-in-github.ts';

const REDIRECT = `https://${EXTENSION_ID}.chromiumapp.org/`;
let github: StandInGitHub;

beforeAll(async () => {
  github ??= await startStandInGitHub();
});
afterAll(() => github.stop());
beforeEach(() => {
  github.person = { id: 1, login: 'ann', orgs: ['elsewhere', 'Octo-Org'] };
  github.asked.length = 0;
});

const githubVars = async () => {
  github ??= await startStandInGitHub();
  return {
    GITHUB_CLIENT_ID: 'the-app',
    GITHUB_CLIENT_SECRET: 'the-app-secret',
    GITHUB_BASE_URL: github.url,
    GITHUB_API_URL: `${github.url}/`,
    DASHBOARD_ORIGIN: 'https://dashboard.example',
  };
};
const backend = backendUnderTest(githubVars);
const members = backendUnderTest(async () => ({
  ...(await githubVars()),
  GITHUB_ALLOWED_ORGS: 'octo-org, other',
}));
const bare = backendUnderTest();

function aSignIn(changes: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const query = {
    response_type: 'code',
    client_id: EXTENSION_CLIENT_ID,
    redirect_uri: REDIRECT,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomBytes(8).toString('hex'),
    ...changes,
  };
  return { verifier, state: query.state, path: `/auth/authorize?${new URLSearchParams(query)}` };
}

async function redirected(at: BackendUnderTest, path: string): Promise<URL> {
  const answer = await at.call('GET', path);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

/** Goes to GitHub and back and answers where the client is sent at last. */
async function throughGitHub(at: BackendUnderTest, path: string, code = 'good'): Promise<URL> {
  const atGitHub = await redirected(at, path);
  return redirected(at, `/auth/github/callback?code=${code}&state=${atGitHub.searchParams.get('state')}`);
}

const exchange = (code: string, verifier: string, more: Record<string, string> = {}) =>
  backend.call('POST', '/auth/token', {
    form: {
      grant_type: 'authorization_code',
      client_id: EXTENSION_CLIENT_ID,
      redirect_uri: REDIRECT,
      code,
      code_verifier: verifier,
      ...more,
    },
  });
const codeOf = (back: URL) => back.searchParams.get('code') ?? '';
const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };

describe('signing in through GitHub', () => {
  it('goes there and back, and ends with tokens of the person GitHub vouches for', async () => {
    const signIn = aSignIn();
    const atGitHub = await redirected(backend, signIn.path);
    expect([atGitHub.origin, atGitHub.pathname]).toEqual([github.url, '/login/oauth/authorize']);
    expect(Object.fromEntries(atGitHub.searchParams)).toEqual({
      client_id: 'the-app',
      redirect_uri: `${backend.url}/auth/github/callback`,
      state: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'read:user',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    const back = await redirected(
      backend,
      `/auth/github/callback?code=good&state=${atGitHub.searchParams.get('state')}`,
    );
    expect(`${back.origin}${back.pathname}`).toBe(REDIRECT);
    expect(Object.fromEntries(back.searchParams)).toEqual({ state: signIn.state, code: expect.any(String) });
    expect(github.asked.map(({ path }) => path)).toEqual(['/login/oauth/access_token', '/user']);
    const asked = Object.fromEntries(new URLSearchParams(github.asked[0]?.body));
    expect(asked).toEqual({
      client_id: 'the-app',
      client_secret: 'the-app-secret',
      code: 'good',
      redirect_uri: `${backend.url}/auth/github/callback`,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    });
    const challenge = createHash('sha256').update(String(asked.code_verifier)).digest('base64url');
    expect(challenge).toBe(atGitHub.searchParams.get('code_challenge'));
    const answer = await exchange(codeOf(back), signIn.verifier);
    const tokens = v.parse(TokenAnswer, answer.body);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const held = await backend.call('GET', '/api/account/export', { token: tokens.access_token });
    expect(held.body).toMatchObject({ account: { login: 'ann', provider: 'github' } });
  });

  it('knows a person by GitHub’s number, through a change of login', async () => {
    const sub = async () => {
      const signIn = aSignIn();
      const answer = await exchange(codeOf(await throughGitHub(backend, signIn.path)), signIn.verifier);
      return claimsOf(v.parse(TokenAnswer, answer.body).access_token).sub;
    };
    const before = await sub();
    github.person = { id: 1, login: 'ann-renamed', orgs: [] };
    expect(await sub()).toBe(before);
    github.person = { id: 2, login: 'ann', orgs: [] };
    expect(await sub()).not.toBe(before);
  });

  it.each([
    ['another verifier', { code_verifier: 'v'.repeat(43) }],
    ['another redirect', { redirect_uri: 'https://dashboard.example/auth/callback' }],
    ['another client', { client_id: 'worktime-dashboard' }],
  ])('gives nothing for %s, and the code stays good for its owner', async (_case, change) => {
    const signIn = aSignIn();
    const code = codeOf(await throughGitHub(backend, signIn.path));
    expect(await exchange(code, signIn.verifier, change)).toMatchObject(invalidGrant);
    expect((await exchange(code, signIn.verifier)).status).toBe(200);
  });

  it('gives one of many exchanges at once tokens, and a code used twice revokes them', async () => {
    const signIn = aSignIn();
    const code = codeOf(await throughGitHub(backend, signIn.path));
    const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(code, signIn.verifier)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    const { refresh_token } = v.parse(TokenAnswer, given[0]?.body);
    const refresh = await backend.call('POST', '/auth/token', {
      form: { grant_type: 'refresh_token', refresh_token },
    });
    expect(refresh).toMatchObject(invalidGrant);
  });

  it('refuses a code that is too old', async () => {
    const signIn = aSignIn();
    const code = codeOf(await throughGitHub(backend, signIn.path));
    await backend.database.prepare('UPDATE authorization_codes SET expires_at_ms = 1').run();
    expect(await exchange(code, signIn.verifier)).toMatchObject(invalidGrant);
  });

  it('takes each return from GitHub once, and none that is unknown or too old', async () => {
    const state = async () => (await redirected(backend, aSignIn().path)).searchParams.get('state');
    const used = await state();
    await redirected(backend, `/auth/github/callback?code=good&state=${used}`);
    const old = await state();
    await backend.database.prepare('UPDATE authorization_requests SET expires_at_ms = 1').run();
    for (const other of [used, old, 'unknown', '']) {
      const answer = await backend.call('GET', `/auth/github/callback?code=good&state=${other}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_state' } });
    }
  });

  it('tells the client when the person declined, the code was bad, or GitHub is down', async () => {
    const declined = aSignIn();
    const atGitHub = await redirected(backend, declined.path);
    const path = `/auth/github/callback?error=access_denied&state=${atGitHub.searchParams.get('state')}`;
    expect(Object.fromEntries((await redirected(backend, path)).searchParams)).toEqual({
      error: 'access_denied',
      state: declined.state,
    });
    const bad = await throughGitHub(backend, aSignIn().path, 'bad');
    expect(bad.searchParams.get('error')).toBe('temporarily_unavailable');
    github.person = null;
    const down = await throughGitHub(backend, aSignIn().path);
    expect([down.searchParams.get('error'), down.searchParams.has('code')]).toEqual([
      'temporarily_unavailable',
      false,
    ]);
  });

  it('admits only members where organizations are named', async () => {
    const atGitHub = await redirected(members, aSignIn().path);
    expect(atGitHub.searchParams.get('scope')).toBe('read:user read:org');
    expect(codeOf(await throughGitHub(members, aSignIn().path))).not.toBe('');
    github.person = { id: 3, login: 'eve', orgs: ['elsewhere'] };
    const outside = await throughGitHub(members, aSignIn().path);
    expect([outside.searchParams.get('error'), codeOf(outside)]).toEqual(['access_denied', '']);
  });
});

describe('/auth/authorize', () => {
  it.each([
    ['no client', { client_id: '' }, 'invalid_client'],
    ['an unknown client', { client_id: 'other' }, 'invalid_client'],
    ['a foreign redirect', { redirect_uri: 'https://evil.example/' }, 'invalid_redirect'],
    ['a redirect that only begins well', { redirect_uri: `${REDIRECT}x` }, 'invalid_redirect'],
    ['the redirect of another client', { client_id: 'worktime-dashboard' }, 'invalid_redirect'],
  ])('sends nobody anywhere for %s', async (_case, change, code) => {
    expect(await backend.call('GET', aSignIn(change).path)).toMatchObject({ status: 400, body: { code } });
  });

  it.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['a malformed challenge', { code_challenge: 'x'.repeat(42) }, 'invalid_request'],
  ])('tells the client of %s', async (_case, change, error) => {
    const signIn = aSignIn(change);
    const back = await redirected(backend, signIn.path);
    expect(`${back.origin}${back.pathname}`).toBe(REDIRECT);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error,
      error_description: expect.any(String),
      state: signIn.state,
    });
  });

  it('refuses repeated and oversized parameters', async () => {
    for (const more of [`&client_id=other`, `&scope=${'x'.repeat(2000)}`]) {
      expect(await backend.call('GET', `${aSignIn().path}${more}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
    }
  });

  it('sends the dashboard back to its own address', async () => {
    const change = {
      client_id: 'worktime-dashboard',
      redirect_uri: 'https://dashboard.example/auth/callback',
    };
    expect((await throughGitHub(backend, aSignIn(change).path)).origin).toBe('https://dashboard.example');
  });

  it('says what to set where GitHub is not set up', async () => {
    const answer = await bare.call('GET', aSignIn().path);
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'sign_in_unavailable', detail: expect.stringContaining('GITHUB_CLIENT_ID') },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});
