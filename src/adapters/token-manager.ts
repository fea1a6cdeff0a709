import { EXTENSION_CLIENT_ID, Health, TokenAnswer } from '@worktime/contract';
import { unknown } from 'valibot';
import type { SignInFailure, SignInWay } from '../domain/sign-in.ts';
import { toEpochMs } from '../domain/time.ts';
import { parseClaims, type TokenFacts } from '../domain/token.ts';
import type { Clock } from '../ports/clock.ts';
import type { Grant, Identity, SignInAnswer } from '../ports/identity.ts';
import type { Answer } from '../ports/session-api.ts';
import type { SignInWindow } from '../ports/sign-in-window.ts';
import { askForCode } from './authorization-code.ts';
import type { Http } from './http.ts';

interface TokenManagerParts {
  http: Http;
  clock: Clock;
  /** The window for people, and where the backend is that it opens. */
  window: SignInWindow;
  address(): string;
}

const decode = (part: string): string | null => {
  try {
    const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
};

/** What a stored token says of itself. */
export const readToken = (token: unknown, expiry: unknown, refreshToken: unknown): TokenFacts | null => {
  const payload = typeof token === 'string' ? decode(token.split('.')[1] ?? '') : null;
  const claims = payload === null ? null : parseClaims(payload);
  if (claims === null) return null;
  const expiresAt =
    typeof expiry === 'number' ? toEpochMs(Math.min(expiry, claims.expiresAt)) : claims.expiresAt;
  return { user: claims.sub, expiresAt, refreshable: typeof refreshToken === 'string' };
};

/** A backend that lists no features is asked for what the contract promises of every one. */
const waysOf = ({ features }: Health): SignInWay[] => {
  if (features === undefined) return ['github'];
  const ways: [SignInWay, string][] = [
    ['github', 'auth.github'],
    ['name', 'auth.dev'],
  ];
  return ways.flatMap(([way, feature]) => (features.includes(feature) ? [way] : []));
};

/** Tokens over the backend's OAuth endpoints. */
export const createTokenManager = ({ http, clock, window, address }: TokenManagerParts): Identity => {
  const grant = async (path: string, init: RequestInit): Promise<Answer<Grant>> => {
    const answer = await http.request(path, { method: 'POST', ...init }, TokenAnswer);
    if (!answer.ok) return answer;
    const { access_token: authToken, refresh_token: refreshToken, expires_in, login } = answer.value;
    const expiry = clock.now() + expires_in * 1000;
    const facts = readToken(authToken, expiry, refreshToken);
    if (!facts) return { ok: false, failure: { kind: 'unintelligible' } };
    const tokens = { authToken, tokenExpiry: facts.expiresAt, refreshToken };
    return { ok: true, value: { tokens, facts, name: login ?? null } };
  };
  const client_id = EXTENSION_CLIENT_ID;

  const ways = async (): Promise<Answer<SignInWay[]>> => {
    const answer = await http.request('/health', { method: 'GET' }, Health);
    return answer.ok ? { ok: true, value: waysOf(answer.value) } : answer;
  };

  /** Why a window did not come back: the browser says so only in words, so the backend is asked how it stands. */
  const whyNot = async (): Promise<SignInFailure> => {
    const offered = await ways();
    if (!offered.ok) return offered.failure;
    return offered.value.includes('github') ? { kind: 'cancelled' } : { kind: 'unavailable' };
  };

  return {
    read: readToken,
    ways,
    signInLocally: async (login) => {
      const answer = await grant('/auth/dev', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login }),
      });
      return answer.ok ? { ok: true, value: { ...answer.value, name: login } } : answer;
    },
    signInThroughGitHub: async (): Promise<SignInAnswer> => {
      const answer = await askForCode(window, address());
      if (answer === null) return { ok: false, failure: await whyNot() };
      if ('kind' in answer) return { ok: false, failure: answer };
      const { code, verifier: code_verifier, redirectUri: redirect_uri } = answer;
      const grant_type = 'authorization_code';
      return grant('/auth/token', {
        body: new URLSearchParams({ grant_type, code, code_verifier, redirect_uri, client_id }),
      });
    },
    refresh: (refresh_token) =>
      grant('/auth/token', {
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id }),
      }),
    revoke: async (token) => {
      const body = new URLSearchParams({ token, token_type_hint: 'refresh_token', client_id });
      const answer = await http.request('/auth/revoke', { method: 'POST', body }, unknown());
      return answer.ok ? { ok: true, value: null } : answer;
    },
  };
};
