import type { MiddlewareHandler } from 'hono';
import type { Settings } from '../settings.ts';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Adds the headers that keep answers out of caches and frames, and lets exactly the extension's and the dashboard's
 * origins read them from a page. Any other origin gets an answer without permission.
 */
export function guardOrigin({ extensionIds, dashboardOrigin }: Settings): MiddlewareHandler {
  const allowed = new Set(extensionIds.map((id) => `chrome-extension://${id}`));
  if (dashboardOrigin !== undefined) allowed.add(dashboardOrigin);
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (isPreflight) c.res = new Response(null, { status: 204 });
    else await next();
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    if (c.req.url.startsWith('https:')) c.res.headers.set('strict-transport-security', 'max-age=31536000');
    c.res.headers.append('vary', 'Origin');
    if (origin === undefined || !allowed.has(origin)) return;
    c.res.headers.set('access-control-allow-origin', origin);
    if (isPreflight) {
      c.res.headers.set('access-control-allow-methods', 'GET, POST, PATCH, DELETE');
      c.res.headers.set('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key');
      c.res.headers.set('access-control-max-age', '600');
    } else {
      c.res.headers.set('access-control-expose-headers', 'Retry-After, WWW-Authenticate');
    }
  };
}
