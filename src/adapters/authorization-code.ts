import { EXTENSION_CLIENT_ID } from '@worktime/contract';
import type { SignInFailure } from '../domain/sign-in.ts';
import type { SignInWindow } from '../ports/sign-in-window.ts';

/** A code that the backend gave, with what its exchange for tokens takes. */
export interface AuthorizationCode {
  code: string;
  verifier: string;
  redirectUri: string;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** 256 random bits. */
const secret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

const challengeOf = async (verifier: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

/** What came back in the address, where it belongs to the sign-in that was noted. */
const read = (address: string, redirectUri: string, state: string): SignInFailure | { code: string } => {
  const url = URL.parse(address);
  if (!url || !address.startsWith(redirectUri) || url.searchParams.get('state') !== state)
    return { kind: 'mismatched' };
  const error = url.searchParams.get('error');
  if (error !== null)
    return { kind: 'denied', code: error, reason: url.searchParams.get('error_description') };
  const code = url.searchParams.get('code');
  return code === null || code === '' ? { kind: 'mismatched' } : { code };
};

/**
 * Sends a person to the backend's `/auth/authorize` in a window and answers the code that they come back with (RFC 6749
 * with PKCE, RFC 7636). What binds the answer to this request is noted before the window opens, and taken out when it
 * closes. `null` where the window never came back.
 */
export const askForCode = async (
  window: SignInWindow,
  baseUrl: string,
): Promise<AuthorizationCode | SignInFailure | null> => {
  const pending = { state: secret(), verifier: secret() };
  const { redirectUri } = window;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: EXTENSION_CLIENT_ID,
    redirect_uri: redirectUri,
    state: pending.state,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: 'S256',
  });
  await window.note(pending);
  const address = await window.open(`${baseUrl}/auth/authorize?${query}`);
  const note = await window.takeNote(pending.state);
  if (address === null) return null;
  if (note === null) return { kind: 'mismatched' };
  const answer = read(address, redirectUri, note.state);
  return 'kind' in answer ? answer : { code: answer.code, verifier: note.verifier, redirectUri };
};
