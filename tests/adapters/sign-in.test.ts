import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../src/adapters/http.ts';
import { systemClock } from '../../src/adapters/system.ts';
import { createTokenManager } from '../../src/adapters/token-manager.ts';
import { type BackendUnderTest, backendUnderTest } from '../backend/support/backend-under-test.ts';
import { type StandInGitHub, startStandInGitHub } from '../backend/support/stand-in-github.ts';
import { createFakeSignInWindow } from '../support/fake-sign-in-window.ts';

let github: StandInGitHub;
const backend = backendUnderTest(async () => {
  github = await startStandInGitHub();
  return {
    GITHUB_CLIENT_ID: 'the-app',
    GITHUB_CLIENT_SECRET: 'the-app-secret',
    GITHUB_BASE_URL: github.url,
    GITHUB_API_URL: github.url,
    GITHUB_ALLOWED_ORGS: 'octo-org',
  };
});
const bare = backendUnderTest();
afterAll(() => github.stop());

const window = createFakeSignInWindow();
beforeEach(() => {
  github.person = { id: 1, login: 'ann', orgs: ['octo-org'] };
  window.visit = throughGitHub();
});

const manager = (baseUrl: string) =>
  createTokenManager({
    http: createHttp(() => baseUrl, systemClock),
    clock: systemClock,
    window,
    address: () => baseUrl,
  });
const signIn = (at: BackendUnderTest = backend) => manager(at.url).signInThroughGitHub();

const leadTo = async (address: string): Promise<URL> => {
  const { headers } = await fetch(address, { redirect: 'manual' });
  return new URL(headers.get('location') ?? 'nowhere:');
};

/** A person who says yes at GitHub, or comes back from there with something else. */
const throughGitHub =
  (answer: Record<string, string> = { code: 'good' }) =>
  async (address: URL): Promise<string> => {
    const atGitHub = await leadTo(address.href);
    const state = atGitHub.searchParams.get('state') ?? '';
    const back = `${atGitHub.searchParams.get('redirect_uri')}?${new URLSearchParams({ ...answer, state })}`;
    return (await leadTo(back)).href;
  };

describe('signing in through GitHub', () => {
  it('gives tokens of the person whom GitHub vouches for', async () => {
    const answer = await signIn();
    if (!answer.ok) throw new Error(answer.failure.kind);
    const { authToken } = answer.value.tokens;
    expect((await backend.call('GET', '/api/sessions', { token: authToken })).status).toBe(200);
    expect(answer.value.name).toBe('ann');
    expect(answer.value.facts).toMatchObject({ refreshable: true, user: expect.stringMatching(/./) });
  });

  it('asks for a code with a challenge, a state and the exact redirect, noted before the window opens', async () => {
    let asked: URL | undefined;
    window.visit = async (address) => {
      asked = address;
      expect(window.noted).toEqual({
        state: address.searchParams.get('state'),
        verifier: expect.stringMatching(/^[\w-]{43}$/),
      });
      const challenge = createHash('sha256')
        .update(window.noted?.verifier ?? '')
        .digest('base64url');
      expect(address.searchParams.get('code_challenge')).toBe(challenge);
      return null;
    };
    await signIn();
    expect(asked?.origin).toBe(backend.url);
    expect(asked?.pathname).toBe('/auth/authorize');
    expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({
      response_type: 'code',
      client_id: 'worktime-extension',
      redirect_uri: window.redirectUri,
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(window.noted).toBe(null);
  });

  it('makes a state and a verifier anew each time', async () => {
    const seen = new Set<string | undefined>();
    window.visit = async () => {
      seen.add(window.noted?.state).add(window.noted?.verifier);
      return null;
    };
    await signIn();
    await signIn();
    expect(seen.size).toBe(4);
  });

  it('says that the window was closed, where the backend could have gone on', async () => {
    window.visit = async () => null;
    expect(await signIn()).toEqual({ ok: false, failure: { kind: 'cancelled' } });
  });

  it('says that this backend does not know GitHub', async () => {
    window.visit = async () => null;
    expect(await signIn(bare)).toEqual({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('says that the backend cannot be reached', async () => {
    window.visit = async () => null;
    expect(await manager('http://127.0.0.1:1').signInThroughGitHub()).toEqual({
      ok: false,
      failure: { kind: 'unreachable' },
    });
  });

  it('says that the person declined', async () => {
    window.visit = throughGitHub({ error: 'access_denied' });
    expect(await signIn()).toEqual({
      ok: false,
      failure: { kind: 'denied', code: 'access_denied', reason: null },
    });
  });

  it('says that the person is in no admitted organization, in the words of the backend', async () => {
    github.person = { id: 2, login: 'eve', orgs: [] };
    expect(await signIn()).toEqual({
      ok: false,
      failure: {
        kind: 'denied',
        code: 'access_denied',
        reason: 'Not a member of an admitted organization.',
      },
    });
  });

  it('says that GitHub failed', async () => {
    github.person = null;
    expect(await signIn()).toMatchObject({
      ok: false,
      failure: { kind: 'denied', code: 'temporarily_unavailable' },
    });
  });

  const back = (query: Record<string, string>, at = window.redirectUri) =>
    `${at}?${new URLSearchParams(query)}`;
  it.each<[name: string, address: (state: string) => string]>([
    ['of another state', () => back({ code: 'good', state: 'other' })],
    ['of no state', () => back({ code: 'good' })],
    ['that is repeated', (state) => `${back({ code: 'good', state: 'other' })}&state=${state}`],
    ['at another address', (state) => back({ code: 'good', state }, 'https://evil.example/')],
    ['without a code', (state) => back({ state })],
    ['that is an error of another state', () => back({ error: 'access_denied', state: 'other' })],
    ['that is no address', () => 'rubbish'],
  ])('uses no answer %s', async (_, address) => {
    window.visit = async (asked) => address(asked.searchParams.get('state') ?? '');
    expect(await signIn()).toEqual({ ok: false, failure: { kind: 'mismatched' } });
  });

  it('uses no answer to a sign-in that another one has taken the place of', async () => {
    window.visit = async (address) => {
      await window.note({ state: 'later', verifier: 'v' });
      return throughGitHub()(address);
    };
    expect(await signIn()).toEqual({ ok: false, failure: { kind: 'mismatched' } });
    expect(window.noted).toEqual({ state: 'later', verifier: 'v' });
  });

  it('says what the backend says of a code that it does not take', async () => {
    window.visit = async (asked) => back({ code: 'made-up', state: asked.searchParams.get('state') ?? '' });
    expect(await signIn()).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'invalid_grant' } });
  });
});

describe('the ways to sign in', () => {
  it('are those that the backend lists', async () => {
    expect(await manager(bare.url).ways()).toEqual({ ok: true, value: ['name'] });
    expect(await manager(backend.url).ways()).toEqual({ ok: true, value: ['github', 'name'] });
  });
});
