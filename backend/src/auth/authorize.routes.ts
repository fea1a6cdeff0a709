import { Hono } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { type Outcome, problemResponse, refuse } from '../http/problem.ts';
import { onlyAllow } from '../http/routing.ts';
import { issueCode, openRequest, takeRequest } from './authorization.store.ts';
import { redirectsOf } from './clients.ts';
import { type GitHubReturn, githubSignInUrl, identify } from './github.ts';
import { derivedToken } from './opaque-token.ts';
import { admitPerson } from './people.store.ts';

/** `/auth/authorize` and `/auth/github/callback`: a person's way to GitHub and back to the client with a code. */
export function authorizeRoutes({ database, settings, now }: Dependencies): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/authorize', async (c) => {
    if (settings.github === undefined) {
      const unavailable = refuse(
        503,
        'sign_in_unavailable',
        'Signing in through GitHub is not set up. Set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET in the backend.',
      );
      return problemResponse(unavailable.refusal);
    }
    const query = readSingle(c.req.url);
    if (!query.ok) return problemResponse(query.refusal);
    const clientId = query.value.get('client_id') ?? '';
    const redirects = redirectsOf(settings, clientId);
    if (redirects === null) {
      return problemResponse(refuse(400, 'invalid_client', 'client_id: there is no such client.').refusal);
    }
    const redirectUri = query.value.get('redirect_uri') ?? '';
    if (!redirects.includes(redirectUri)) {
      const foreign = refuse(400, 'invalid_redirect', 'redirect_uri: not one of this client.');
      return problemResponse(foreign.refusal);
    }
    const clientState = query.value.get('state') ?? null;
    const fault = faultOf(query.value);
    if (fault !== null) return c.redirect(backTo(redirectUri, { ...fault, state: clientState }), 302);
    const codeChallenge = query.value.get('code_challenge') ?? '';
    const request = { clientId, redirectUri, codeChallenge, clientState };
    const state = await openRequest(database, request, now());
    return c.redirect(await githubSignInUrl(settings.github, state, await returnOf(c.req.url, state)), 302);
  });
  routes.all('/authorize', onlyAllow('GET'));

  routes.get('/github/callback', async (c) => {
    const query = readSingle(c.req.url);
    if (!query.ok) return problemResponse(query.refusal);
    const state = query.value.get('state') ?? '';
    const request = await takeRequest(database, state, now());
    if (request === null || settings.github === undefined) {
      const unknown = refuse(
        400,
        'invalid_state',
        'This sign-in is unknown, finished, or too old. Start it again.',
      );
      return problemResponse(unknown.refusal);
    }
    const back = (parameters: Record<string, string>) =>
      c.redirect(backTo(request.redirectUri, { ...parameters, state: request.clientState }), 302);
    const code = query.value.get('code') ?? '';
    if (code === '') return back({ error: 'access_denied' });
    const identity = await identify(settings.github, code, await returnOf(c.req.url, state));
    switch (identity.kind) {
      case 'failure':
        return back({
          error: 'temporarily_unavailable',
          error_description: 'GitHub did not confirm the sign-in.',
        });
      case 'outsider':
        return back({
          error: 'access_denied',
          error_description: 'Not a member of an admitted organization.',
        });
      case 'person': {
        const personId = await admitPerson(database, 'github', identity.id, identity.login, now());
        return back({ code: await issueCode(database, request, personId, now()) });
      }
    }
  });
  routes.all('/github/callback', onlyAllow('GET'));

  async function returnOf(requestUrl: string, state: string): Promise<GitHubReturn> {
    return {
      callback: new URL('/auth/github/callback', requestUrl).href,
      verifier: await derivedToken(settings.jwtSecret, 'github-code-verifier', state),
    };
  }

  return routes;
}

/** The query as a map; RFC 6749 §3.1 forbids repeated parameters and asks to ignore unknown ones. */
function readSingle(url: string): Outcome<ReadonlyMap<string, string>> {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (query.has(name)) return refuse(400, 'invalid_request', 'A parameter is repeated.');
    if (value.length > 1024) return refuse(400, 'invalid_request', 'A parameter is too long.');
    query.set(name, value);
  }
  return { ok: true, value: query };
}

function faultOf(query: ReadonlyMap<string, string>): { error: string; error_description: string } | null {
  if (query.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', error_description: 'response_type must be code' };
  }
  if (query.get('code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', error_description: 'code_challenge_method must be S256' };
  }
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) {
    return {
      error: 'invalid_request',
      error_description: 'code_challenge must be 43 characters of base64url',
    };
  }
  return null;
}

function backTo(redirectUri: string, parameters: Record<string, string | null>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return url.href;
}
