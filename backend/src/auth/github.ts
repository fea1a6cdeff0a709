import * as v from 'valibot';
import type { GitHubSettings } from '../settings.ts';
import { hashToken } from './opaque-token.ts';

/** How long one request to GitHub may take, body included, in milliseconds. */
const TIMEOUT_MS = 8_000;

const TokenReply = v.object({ access_token: v.pipe(v.string(), v.minLength(1)) });
const UserReply = v.object({
  id: v.pipe(v.number(), v.integer()),
  login: v.pipe(v.string(), v.minLength(1)),
});
const OrgsReply = v.array(v.object({ login: v.string() }));

/** Who came back from GitHub: a person, somebody outside of the allowed organizations, or nobody (GitHub failed). */
export type GitHubIdentity =
  | { readonly kind: 'person'; readonly id: string; readonly login: string }
  | { readonly kind: 'outsider' }
  | { readonly kind: 'failure' };

/** What binds GitHub's answer to this sign-in: where it sends people then, and the PKCE verifier (RFC 7636). */
export type GitHubReturn = { readonly callback: string; readonly verifier: string };

/** The address at GitHub where a person signs in. It lets the backend read who they are, and no more. */
export async function githubSignInUrl(
  github: GitHubSettings,
  state: string,
  { callback, verifier }: GitHubReturn,
): Promise<string> {
  const url = new URL(`${github.baseUrl}/login/oauth/authorize`);
  url.searchParams.set('client_id', github.clientId);
  url.searchParams.set('redirect_uri', callback);
  url.searchParams.set('state', state);
  url.searchParams.set('scope', github.allowedOrgs.length > 0 ? 'read:user read:org' : 'read:user');
  url.searchParams.set('code_challenge', await hashToken(verifier));
  url.searchParams.set('code_challenge_method', 'S256');
  return url.href;
}

/** Trades GitHub's code for the person behind it. GitHub's own token is used for that and then forgotten. */
export async function identify(
  github: GitHubSettings,
  code: string,
  { callback, verifier }: GitHubReturn,
): Promise<GitHubIdentity> {
  const token = await ask(TokenReply, `${github.baseUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: github.clientId,
      client_secret: github.clientSecret,
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    }).toString(),
  });
  if (token === null) return { kind: 'failure' };
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token.access_token}`,
    'user-agent': 'WorkTime',
  };
  const user = await ask(UserReply, `${github.apiUrl}/user`, { headers });
  if (user === null) return { kind: 'failure' };
  if (github.allowedOrgs.length > 0) {
    const orgs = await ask(OrgsReply, `${github.apiUrl}/user/orgs?per_page=100`, { headers });
    if (orgs === null) return { kind: 'failure' };
    const allowed = new Set(github.allowedOrgs.map((login) => login.toLowerCase()));
    if (!orgs.some(({ login }) => allowed.has(login.toLowerCase()))) return { kind: 'outsider' };
  }
  return { kind: 'person', id: String(user.id), login: user.login };
}

async function ask<const S extends v.GenericSchema>(
  schema: S,
  url: string,
  init: RequestInit,
): Promise<v.InferOutput<S> | null> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return null;
    const parsed = v.safeParse(schema, await response.json());
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
