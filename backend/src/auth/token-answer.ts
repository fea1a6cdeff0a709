import { ACCESS_TOKEN_SECONDS, TOKEN_SCOPE, type TokenAnswer } from '@worktime/contract';
import type { Dependencies } from '../dependencies.ts';
import { signAccessToken } from './access-token.ts';
import { findLogin } from './people.store.ts';
import type { Grant } from './refresh-tokens.store.ts';

/** The token answer to a grant: a fresh access token beside its refresh token, and what the person is called. */
export async function tokenAnswer(
  { database, settings, now }: Dependencies,
  { personId, signInId, refreshToken }: Grant,
): Promise<TokenAnswer> {
  const login = await findLogin(database, personId);
  return {
    access_token: await signAccessToken(settings.jwtSecret, { personId, signInId }, now()),
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: refreshToken,
    scope: TOKEN_SCOPE,
    ...(login === null ? {} : { login }),
  };
}
