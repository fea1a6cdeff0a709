import { Hono } from 'hono';
import { accountRoutes } from './account/account.routes.ts';
import { authenticate } from './auth/authenticate.ts';
import { authorizeRoutes } from './auth/authorize.routes.ts';
import { devRoutes } from './auth/dev.routes.ts';
import { tokenRoutes } from './auth/token.routes.ts';
import type { AppEnv, Dependencies } from './dependencies.ts';
import { healthRoutes } from './health/health.routes.ts';
import { drainBody } from './http/body.ts';
import { guardOrigin } from './http/cross-origin.ts';
import { problemResponse } from './http/problem.ts';
import { createRateLimiter, limitByAddress } from './http/rate-limit.ts';
import { logRequests } from './http/request-log.ts';
import { openApiRoutes } from './openapi/openapi.routes.ts';
import { sessionsRoutes } from './sessions/sessions.routes.ts';
import { statsRoutes } from './stats/stats.routes.ts';

/** The whole backend as one application: what every request passes, then one set of routes a resource. */
export function createApp(dependencies: Dependencies): Hono<AppEnv> {
  const { settings, now } = dependencies;
  const limiter = createRateLimiter(settings.requestsPerMinute);
  const signedIn = authenticate(dependencies, limiter);
  const app = new Hono<AppEnv>();

  if (settings.logRequests) app.use(logRequests(now));
  app.use(guardOrigin(settings));
  app.use(async (c, next) => {
    await next();
    await drainBody(c.req.raw);
  });
  app.use('/auth/*', limitByAddress(limiter, now));
  app.use('/health', limitByAddress(limiter, now));

  app.route('/health', healthRoutes(dependencies));
  app.route('/openapi.json', openApiRoutes());
  app.route('/auth/dev', devRoutes(dependencies));
  app.route('/auth', tokenRoutes(dependencies));
  app.route('/auth', authorizeRoutes(dependencies));
  app.route('/api/sessions', sessionsRoutes(dependencies, signedIn));
  app.route('/api/stats', statsRoutes(dependencies, signedIn));
  app.route('/api/account', accountRoutes(dependencies, signedIn));

  app.notFound(() =>
    problemResponse({ status: 404, code: 'not_found', detail: 'There is nothing at this address.' }),
  );
  app.onError((error) => {
    console.error(JSON.stringify({ level: 'error', name: error.name, message: error.message }));
    return problemResponse({
      status: 500,
      code: 'internal_error',
      detail: 'The backend failed on this request. It is safe to send the same request again.',
    });
  });
  return app;
}
