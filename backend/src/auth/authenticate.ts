import type { MiddlewareHandler } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { problemResponse } from '../http/problem.ts';
import { addressKey, type RateLimiter } from '../http/rate-limit.ts';
import { verifyAccessToken } from './access-token.ts';
import { findPerson } from './people.store.ts';

/**
 * Admits a request only with a valid access token of a person who still exists, and leaves that person in `c.var`.
 * Counts the request against the person, or against the network address where the token is refused.
 */
export function authenticate(
  { settings, database, now }: Dependencies,
  limiter: RateLimiter,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const token = bearerOf(c.req.header('authorization'));
    const bearer = token === null ? null : await verifyAccessToken(settings.jwtSecret, token, now());
    const limited = limiter.take(bearer?.personId ?? addressKey(c.req.raw), now());
    if (limited !== null) return problemResponse(limited);
    const person = bearer === null ? null : await findPerson(database, bearer.personId);
    if (bearer === null || person === null) return unauthorized(token !== null);
    c.set('person', person);
    c.set('signInId', bearer.signInId);
    return next();
  };
}

/** The 401 of a request whose token is missing or not accepted; it never says why not. */
export function unauthorized(hadToken: boolean): Response {
  return problemResponse({
    status: 401,
    code: hadToken ? 'invalid_token' : 'missing_token',
    detail: hadToken
      ? 'The access token is not valid, or no longer.'
      : 'Send an access token as a Bearer token.',
    headers: {
      'www-authenticate': hadToken
        ? 'Bearer realm="worktime", error="invalid_token"'
        : 'Bearer realm="worktime"',
    },
  });
}

function bearerOf(header: string | undefined): string | null {
  return /^Bearer +([^ ,]+) *$/i.exec(header ?? '')?.[1] ?? null;
}
