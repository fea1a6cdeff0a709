import { FEATURES, type Health } from '@worktime/contract';
import { Hono } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { onlyAllow } from '../http/routing.ts';

/** The version of the backend, kept equal to its package's. */
export const VERSION = '0.1.0';

/** `/health`: whether the backend and its database answer, and what this backend can do beyond the five basics. */
export function healthRoutes({ database, settings, now }: Dependencies): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/', async (c) => {
    const epoch = await database.prepare("SELECT value FROM meta WHERE key = 'epoch'").first<string>('value');
    if (epoch === null) throw new Error('the database has no epoch');
    const answer: Health = {
      status: 'ok',
      version: VERSION,
      time: new Date(now()).toISOString(),
      features: [
        ...FEATURES,
        ...(settings.github === undefined ? [] : ['auth.github']),
        ...(settings.localSignIn ? ['auth.dev'] : []),
      ],
      epoch,
    };
    return c.json(answer);
  });
  routes.all('/', onlyAllow('GET'));

  return routes;
}
