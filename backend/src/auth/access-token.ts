import { ACCESS_TOKEN_SECONDS, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@worktime/contract';
import { jwtVerify, SignJWT } from 'jose';

const ALGORITHM = 'HS256';
const LENGTH_MAX = 2048;

/** How many checked tokens are remembered at a time. */
const CHECKED_MAX = 1000;

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
 * milliseconds), else null. The secret is made into a key once, and the signature of a token is checked once.
 */
export function createVerifier(secret: Uint8Array): (token: string, now: number) => Promise<Bearer | null> {
  const checked = new Map<string, { bearer: Bearer; expiresAtMs: number }>();
  let key: ReturnType<typeof importKey> | undefined;
  return async (token, now) => {
    if (token.length > LENGTH_MAX) return null;
    const known = checked.get(token);
    if (known !== undefined) return now < known.expiresAtMs ? known.bearer : null;
    key ??= importKey(secret);
    try {
      const { payload } = await jwtVerify(token, await key, {
        algorithms: [ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        requiredClaims: ['sub', 'exp', 'iat', 'jti'],
        currentDate: new Date(now),
      });
      const { sub: personId, jti = '', exp = 0 } = payload;
      if (personId === undefined) return null;
      const bearer = { personId, signInId: jti.split('.', 1)[0] ?? '' };
      if (checked.size >= CHECKED_MAX) checked.clear();
      checked.set(token, { bearer, expiresAtMs: exp * 1000 });
      return bearer;
    } catch {
      return null;
    }
  };
}

function importKey(secret: Uint8Array) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', new Uint8Array(secret), algorithm, false, ['verify']);
}
