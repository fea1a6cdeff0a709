import { DevSignInRequest, EXTENSION_CLIENT_ID } from '@worktime/contract';
import { Hono } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { readJson } from '../http/body.ts';
import { problemResponse } from '../http/problem.ts';
import { onlyAllow } from '../http/routing.ts';
import { admitPerson } from './people.store.ts';
import { startFamily } from './refresh-tokens.store.ts';
import { tokenAnswer } from './token-answer.ts';

/**
 * `/auth/dev`: signs in whoever one says to be. It is there only for the local backend, and only for requests whose
 * `Host` is a loopback name, so that no page can reach it through a name of its own; for all others it does not exist.
 */
export function devRoutes(dependencies: Dependencies): Hono<AppEnv> {
  const { database, settings, now } = dependencies;
  const routes = new Hono<AppEnv>();

  routes.use('*', async (c, next) => {
    if (settings.localSignIn && isLoopback(c.req.header('host'))) return next();
    return c.notFound();
  });
  routes.post('/', async (c) => {
    const body = await readJson(c.req.raw, DevSignInRequest);
    if (!body.ok) return problemResponse(body.refusal);
    const { login } = body.value;
    const personId = await admitPerson(database, 'dev', login, login, now());
    const grant = await startFamily(database, personId, EXTENSION_CLIENT_ID, now());
    return c.json(await tokenAnswer(dependencies, grant));
  });
  routes.all('/', onlyAllow('POST'));

  return routes;
}

/** Whether a `Host` header names this machine: localhost, 127.0.0.0/8 or [::1], with or without a port. */
function isLoopback(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? '');
}
