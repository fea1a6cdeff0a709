import { ACCESS_TOKEN_SECONDS, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@worktime/contract';
import { jwtVerify, SignJWT } from 'jose';

const ALGORITHM = 'HS256';
const LENGTH_MAX = 2048;

/** Who a valid access token speaks for, and the id of the sign-in that it came from. */
export type Bearer = { readonly personId: string; readonly signInId: string };

/** Signs an access token for a person's sign-in. `now` is in epoch milliseconds; the token lives 15 minutes. */
export function signAccessToken(
  secret: Uint8Array,
  { personId, signInId }: Bearer,
  now: number,
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(personId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .setJti(`${signInId}.${crypto.randomUUID()}`)
    .sign(secret);
}

/**
 * Makes a function that answers the bearer of a token that this backend signed and that has not expired at `now` (epoch
 * milliseconds), else null. The secret is made into a key once.
 */
export function createVerifier(secret: Uint8Array): (token: string, now: number) => Promise<Bearer | null> {
  let key: CryptoKey | undefined;
  return async (token, now) => {
    if (token.length > LENGTH_MAX) return null;
    key ??= await crypto.subtle.importKey(
      'raw',
      new Uint8Array(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    );
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        requiredClaims: ['sub', 'exp', 'iat', 'jti'],
        currentDate: new Date(now),
      });
      const { sub: personId, jti = '' } = payload;
      return personId === undefined ? null : { personId, signInId: jti.split('.', 1)[0] ?? '' };
    } catch {
      return null;
    }
  };
}
