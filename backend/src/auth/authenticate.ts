import type { MiddlewareHandler } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { problemResponse } from '../http/problem.ts';
import { addressKey, type RateLimiter } from '../http/rate-limit.ts';
import { createVerifier } from './access-token.ts';
import { countSessions } from './people.store.ts';

/**
 * Admits a request only with a valid access token, and lets an answer out only where its person still exists. Sessions
 * and sign-ins go with their person, so a handler that met a row of theirs says so in `isPersonMet` and saves the
 * look-up; it must not change anything for a person that it has not met. Counts the request against the person, or
 * against the network address where the token is refused.
 */
export function authenticate(
  { settings, database, now }: Dependencies,
  limiter: RateLimiter,
): MiddlewareHandler<AppEnv> {
  const verify = createVerifier(settings.jwtSecret);
  return async (c, next) => {
    const token = bearerOf(c.req.header('authorization'));
    const bearer = token === null ? null : await verify(token, now());
    const limited = limiter.take(bearer?.personId ?? addressKey(c.req.raw), now());
    if (limited !== null) return problemResponse(limited);
    if (bearer === null) return unauthorized(token !== null);
    c.set('personId', bearer.personId);
    c.set('signInId', bearer.signInId);
    await next();
    if (c.var.isPersonMet || (await countSessions(database, bearer.personId)) !== null) return;
    c.res = undefined;
    c.res = unauthorized(true);
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
