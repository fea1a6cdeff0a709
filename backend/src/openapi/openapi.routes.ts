import { Hono } from 'hono';
import type { AppEnv } from '../dependencies.ts';
import { onlyAllow } from '../http/routing.ts';
import { openApiDocument } from './openapi-document.ts';

/** `/openapi.json`: the description of this API, made from the schemas that it parses with. */
export function openApiRoutes(): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  let document: string | undefined;

  routes.get('/', (c) => {
    document ??= JSON.stringify(openApiDocument());
    return c.body(document, 200, { 'content-type': 'application/json' });
  });
  routes.all('/', onlyAllow('GET'));

  return routes;
}
