import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

/**
 * Writes one JSON line a request: when, what route (its pattern, so no id and no query), the status and how long it
 * took. Neither headers nor bodies are ever written.
 */
export function logRequests(now: () => number): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = now();
    await next();
    const line = {
      level: c.res.status >= 500 ? 'error' : 'info',
      at: new Date(startedAt).toISOString(),
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: now() - startedAt,
    };
    console.log(JSON.stringify(line));
  };
}
