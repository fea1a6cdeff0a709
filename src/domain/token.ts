import * as v from 'valibot';
import { type EpochMs, plus, toEpochMs } from './time.ts';

/** How long before its expiry a token is refreshed. */
export const REFRESH_AHEAD_MS = 60_000;

/** What is known of an access token. It is never verified here: that is the server's business. */
export interface TokenFacts {
  /** The `sub` claim. */
  user: string;
  expiresAt: EpochMs;
  /** Whether a refresh token lies beside it. */
  refreshable: boolean;
}

/** The tokens as the storage keeps them. */
export interface Tokens {
  authToken: string;
  tokenExpiry: EpochMs;
  refreshToken: string | null;
}

/** The last second that a date can have. */
const LAST_SECOND = 8_640_000_000_000;

const Claims = v.object({
  sub: v.pipe(v.string(), v.minLength(1)),
  exp: v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_SECOND)),
});

/**
 * Reads `sub` and `exp` of a JWT whose payload part has been decoded to text.
 * `null` where it is no JSON object with both.
 */
export const parseClaims = (payload: string): { sub: string; expiresAt: EpochMs } | null => {
  try {
    const claims = v.safeParse(Claims, JSON.parse(payload));
    return claims.success ? { sub: claims.output.sub, expiresAt: toEpochMs(claims.output.exp * 1000) } : null;
  } catch {
    return null;
  }
};

/** Whether a token that expires then should be replaced now. */
export const isExpiring = (expiresAt: EpochMs, at: EpochMs): boolean =>
  at >= plus(expiresAt, -REFRESH_AHEAD_MS);

/** How soon after a renewal no other one helps, however short a token lives or wrong this machine's clock is. */
const RENEWAL_REST_MS = 30_000;

/** Whether the server gave a token only just now. */
export const isJustRenewed = ({ renewedAt = null }: { renewedAt?: EpochMs | null }, at: EpochMs): boolean =>
  renewedAt !== null && at >= renewedAt && at < plus(renewedAt, RENEWAL_REST_MS);
