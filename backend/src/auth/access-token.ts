import { ACCESS_TOKEN_SECONDS, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@worktime/contract';
import { jwtVerify, SignJWT } from 'jose';

const ALGORITHM = 'HS256';
const LENGTH_MAX = 2048;

/** Signs an access token for a person. `now` is in epoch milliseconds; the token lives 15 minutes. */
export function signAccessToken(secret: Uint8Array, personId: string, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(personId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(secret);
}

/** The person's id in a token that this backend signed and that has not expired, else null. */
export async function verifyAccessToken(
  secret: Uint8Array,
  token: string,
  now: number,
): Promise<string | null> {
  if (token.length > LENGTH_MAX) return null;
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
      currentDate: new Date(now),
    });
    return payload.sub ?? null;
  } catch {
    return null;
  }
}
