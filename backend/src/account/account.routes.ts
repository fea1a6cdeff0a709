import { Hono, type MiddlewareHandler } from 'hono';
import { unauthorized } from '../auth/authenticate.ts';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { onlyAllow } from '../http/routing.ts';
import { eraseAccount, exportAccount } from './account.store.ts';

/** Everything below `/api/account`: a person's right to take their data along, and to have it erased. */
export function accountRoutes({ database }: Dependencies, signedIn: MiddlewareHandler<AppEnv>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/export', signedIn, async (c) => {
    const everything = await exportAccount(database, c.var.person.id);
    if (everything === null) return unauthorized(true);
    return c.json(everything, 200, { 'content-disposition': 'attachment; filename="worktime.json"' });
  });
  routes.all('/export', onlyAllow('GET'));

  routes.delete('/', signedIn, async (c) => {
    await eraseAccount(database, c.var.person.id);
    return c.body(null, 204);
  });
  routes.all('/', onlyAllow('DELETE'));

  return routes;
}
