import { Hono } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { readForm } from '../http/body.ts';
import { onlyAllow } from '../http/routing.ts';
import { redeemCode } from './authorization.store.ts';
import { redirectsOf } from './clients.ts';
import { exchangeRefreshToken, type Grant, revokeByToken } from './refresh-tokens.store.ts';
import { tokenAnswer } from './token-answer.ts';

type Fields = ReadonlyMap<string, string>;

type OAuthError =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'unauthorized_client'
  | 'unsupported_grant_type';

/** `/auth/token` (RFC 6749 §3.2, with PKCE) and `/auth/revoke` (RFC 7009), for public clients without a secret. */
export function tokenRoutes(dependencies: Dependencies): Hono<AppEnv> {
  const { database, settings, now } = dependencies;
  const routes = new Hono<AppEnv>();

  routes.post('/token', async (c) => {
    const form = await readForm(c.req.raw);
    if (!form.ok) return oauthError('invalid_request', form.refusal.detail);
    switch (form.value.get('grant_type')) {
      case 'authorization_code':
        return exchangeCode(form.value);
      case 'refresh_token':
        return refresh(form.value);
      case undefined:
      case '':
        return oauthError('invalid_request', 'grant_type is missing.');
      default:
        return oauthError('unsupported_grant_type', 'Use authorization_code or refresh_token.');
    }
  });
  routes.all('/token', onlyAllow('POST'));

  routes.post('/revoke', async (c) => {
    const form = await readForm(c.req.raw);
    if (!form.ok) return oauthError('invalid_request', form.refusal.detail);
    const token = form.value.get('token') ?? '';
    const clientId = form.value.get('client_id');
    if (token === '') return oauthError('invalid_request', 'token is missing.');
    if (clientId !== undefined && redirectsOf(settings, clientId) === null) return unknownClient();
    const isRevoked = await revokeByToken(database, token, clientId, now());
    return isRevoked
      ? c.body(null, 200)
      : oauthError('invalid_grant', 'The token belongs to another client.');
  });
  routes.all('/revoke', onlyAllow('POST'));

  async function exchangeCode(form: Fields): Promise<Response> {
    const [code = '', verifier = '', clientId = ''] = ['code', 'code_verifier', 'client_id'].map((name) =>
      form.get(name),
    );
    if (code === '' || clientId === '') return oauthError('invalid_request', 'code or client_id is missing.');
    if (redirectsOf(settings, clientId) === null) return unknownClient();
    if (!/^[\w.~-]{43,128}$/.test(verifier)) {
      return oauthError('invalid_request', 'code_verifier is missing or malformed.');
    }
    const grant = await redeemCode(
      database,
      { code, verifier, clientId, redirectUri: form.get('redirect_uri') },
      now(),
    );
    if (grant === null) {
      return oauthError('invalid_grant', 'The code is not valid for this client, redirect and verifier.');
    }
    return granted(grant);
  }

  async function refresh(form: Fields): Promise<Response> {
    const token = form.get('refresh_token') ?? '';
    const clientId = form.get('client_id');
    if (token === '') return oauthError('invalid_request', 'refresh_token is missing.');
    if (clientId !== undefined && redirectsOf(settings, clientId) === null) return unknownClient();
    const grant = await exchangeRefreshToken(database, settings.jwtSecret, token, clientId, now());
    if (grant === null) return oauthError('invalid_grant', 'The refresh token is not valid, or no longer.');
    return granted(grant);
  }

  async function granted(grant: Grant): Promise<Response> {
    const answer = await tokenAnswer(dependencies, grant);
    return Response.json(answer, { headers: { pragma: 'no-cache' } });
  }

  return routes;
}

function unknownClient(): Response {
  return oauthError('invalid_client', 'There is no such client.');
}

/** The error answer of RFC 6749 §5.2. */
function oauthError(error: OAuthError, description: string): Response {
  return Response.json(
    { error, error_description: description },
    { status: error === 'invalid_client' ? 401 : 400, headers: { pragma: 'no-cache' } },
  );
}
