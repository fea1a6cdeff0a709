import { ACCESS_TOKEN_SECONDS, TOKEN_SCOPE, type TokenAnswer } from '@worktime/contract';
import type { Dependencies } from '../dependencies.ts';
import { signAccessToken } from './access-token.ts';

/** The token answer for a person: a fresh access token beside the refresh token given. */
export async function tokenAnswer(
  { settings, now }: Dependencies,
  personId: string,
  refreshToken: string,
): Promise<TokenAnswer> {
  return {
    access_token: await signAccessToken(settings.jwtSecret, personId, now()),
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: refreshToken,
    scope: TOKEN_SCOPE,
  };
}
