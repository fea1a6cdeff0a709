import type { Handler } from 'hono';
import { problemResponse } from './problem.ts';

/** Answers every method that a path does not have: 405 with `Allow`, and 204 for a plain OPTIONS. */
export function onlyAllow(...methods: readonly string[]): Handler {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const allow = [...allowed, 'OPTIONS'].join(', ');
  return (c) => {
    if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
    return problemResponse({
      status: 405,
      code: 'method_not_allowed',
      detail: `This path knows: ${allow}.`,
      headers: { allow },
    });
  };
}
