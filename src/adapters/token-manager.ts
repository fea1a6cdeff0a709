import { EXTENSION_CLIENT_ID, TokenAnswer } from '@worktime/contract';
import { unknown } from 'valibot';
import { toEpochMs } from '../domain/time.ts';
import { parseClaims, type TokenFacts } from '../domain/token.ts';
import type { Clock } from '../ports/clock.ts';
import type { Grant, Identity } from '../ports/identity.ts';
import type { Answer } from '../ports/session-api.ts';
import type { Http } from './http.ts';

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

/** Tokens over the backend's OAuth endpoints. */
export const createTokenManager = (http: Http, clock: Clock): Identity => {
  const grant = async (path: string, init: RequestInit): Promise<Answer<Grant>> => {
    const answer = await http.request(path, { method: 'POST', ...init }, TokenAnswer);
    if (!answer.ok) return answer;
    const { access_token: authToken, refresh_token: refreshToken, expires_in } = answer.value;
    const expiry = clock.now() + expires_in * 1000;
    const facts = readToken(authToken, expiry, refreshToken);
    return facts
      ? { ok: true, value: { tokens: { authToken, tokenExpiry: facts.expiresAt, refreshToken }, facts } }
      : { ok: false, failure: { kind: 'unintelligible' } };
  };
  const client_id = EXTENSION_CLIENT_ID;
  return {
    read: readToken,
    signInLocally: (login) =>
      grant('/auth/dev', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login }),
      }),
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
