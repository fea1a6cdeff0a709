import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in for GitHub says next, and what it was asked. */
export type StandInGitHub = {
  readonly url: string;
  /** The person who signs in; null makes GitHub fail. */
  person: { id: number; login: string; orgs: string[] } | null;
  readonly asked: { path: string; body: string; authorization: string | undefined }[];
  stop(): Promise<void>;
};

/** Where a person says yes or no. */
function consentPage(query: URLSearchParams): string {
  const back = (answer: Record<string, string>): string => {
    const url = new URL(query.get('redirect_uri') ?? '');
    for (const [name, value] of Object.entries({ ...answer, state: query.get('state') ?? '' }))
      url.searchParams.set(name, value);
    return url.href.replaceAll('&', '&amp;');
  };
  return `<!doctype html><title>Authorize WorkTime</title>
    <a id="authorize" href="${back({ code: 'good' })}">Authorize</a>
    <a id="cancel" href="${back({ error: 'access_denied' })}">Cancel</a>`;
}

/** A small server that plays GitHub's sign-in page, its token endpoint and its API. Every code is good once it starts with `good`. */
export async function startStandInGitHub(): Promise<StandInGitHub> {
  const asked: StandInGitHub['asked'] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://github');
    asked.push({ path, body, authorization: request.headers.authorization });
    const { person } = github;
    const reply = (status: number, answer: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    if (path === '/login/oauth/authorize')
      return response.writeHead(200, { 'content-type': 'text/html' }).end(consentPage(query));
    if (person === null) return reply(500, { message: 'down' });
    if (path === '/login/oauth/access_token') {
      const isGood = new URLSearchParams(body).get('code')?.startsWith('good') ?? false;
      return reply(
        200,
        isGood ? { access_token: 'gho_secret', token_type: 'bearer' } : { error: 'bad_verification_code' },
      );
    }
    if (request.headers.authorization !== 'Bearer gho_secret') return reply(401, {});
    if (path === '/user') return reply(200, { id: person.id, login: person.login });
    if (path === '/user/orgs')
      return reply(
        200,
        person.orgs.map((login) => ({ login })),
      );
    return reply(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const github: StandInGitHub = {
    url: `http://127.0.0.1:${port}`,
    person: { id: 1, login: 'ann', orgs: [] },
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return github;
}
