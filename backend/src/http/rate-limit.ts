import type { MiddlewareHandler } from 'hono';
import { problemResponse, type Refusal } from './problem.ts';

const WINDOW_MS = 60_000;
const KEYS_MAX = 20_000;

/** Counts requests by key in windows of one minute; answers null, or the refusal of a request that is one too many. */
export type RateLimiter = { take(key: string, now: number): Refusal | null };

/**
 * A limiter that lives in this isolate's memory: exact in the local backend, an upper bound an isolate when deployed.
 * Each key may take `perMinute` in each minute; the refusal says in `Retry-After` when the next one begins.
 */
export function createRateLimiter(perMinute: number): RateLimiter {
  const counts = new Map<string, number>();
  let window = 0;
  return {
    take(key, now) {
      const current = Math.floor(now / WINDOW_MS);
      if (current !== window || counts.size > KEYS_MAX) {
        counts.clear();
        window = current;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count <= perMinute) return null;
      const retryAfter = Math.max(1, Math.ceil(((window + 1) * WINDOW_MS - now) / 1000));
      return {
        status: 429,
        code: 'too_many_requests',
        detail: `More than ${perMinute} requests in a minute. Nothing was changed; try again in ${retryAfter} s.`,
        headers: { 'retry-after': String(retryAfter) },
      };
    },
  };
}

/** The key of a request that nobody has signed: its network address. */
export function addressKey(request: Request): string {
  return `address:${request.headers.get('cf-connecting-ip') ?? 'unknown'}`;
}

/** Limits a route that needs no sign-in, by network address. */
export function limitByAddress(limiter: RateLimiter, now: () => number): MiddlewareHandler {
  return async (c, next) => {
    const refusal = limiter.take(addressKey(c.req.raw), now());
    if (refusal !== null) return problemResponse(refusal);
    return next();
  };
}
