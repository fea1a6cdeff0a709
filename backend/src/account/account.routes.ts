import type { SignIns } from '@worktime/contract';
import { Hono, type MiddlewareHandler } from 'hono';
import { unauthorized } from '../auth/authenticate.ts';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { problemResponse, refuse } from '../http/problem.ts';
import { onlyAllow } from '../http/routing.ts';
import { eraseAccount, exportAccount } from './account.store.ts';
import { listSignIns, revokeSignIn } from './sign-ins.store.ts';

/** Everything below `/api/account`: a person's data to take along or to erase, and where they are signed in. */
export function accountRoutes(
  { database, now }: Dependencies,
  signedIn: MiddlewareHandler<AppEnv>,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/export', signedIn, async (c) => {
    const everything = await exportAccount(database, c.var.personId);
    if (everything === null) return unauthorized(true);
    c.set('isPersonMet', true);
    return c.json(everything, 200, { 'content-disposition': 'attachment; filename="worktime.json"' });
  });
  routes.all('/export', onlyAllow('GET'));

  routes.get('/sign-ins', signedIn, async (c) => {
    const answer: SignIns = {
      sign_ins: await listSignIns(database, c.var.personId, c.var.signInId, now()),
    };
    c.set('isPersonMet', answer.sign_ins.length > 0);
    return c.json(answer);
  });
  routes.all('/sign-ins', onlyAllow('GET'));

  routes.delete('/sign-ins/:id', signedIn, async (c) => {
    const id = c.req.param('id').toLowerCase();
    const isThere = await revokeSignIn(database, c.var.personId, id, now());
    c.set('isPersonMet', isThere);
    return isThere ? c.body(null, 204) : problemResponse(signInNotFound().refusal);
  });
  routes.all('/sign-ins/:id', onlyAllow('DELETE'));

  routes.delete('/', signedIn, async (c) => {
    c.set('isPersonMet', await eraseAccount(database, c.var.personId));
    return c.body(null, 204);
  });
  routes.all('/', onlyAllow('DELETE'));

  return routes;
}

function signInNotFound() {
  return refuse(404, 'sign_in_not_found', 'You have no such sign-in.');
}
