import { createServer, type Server } from 'node:https';
import { generate } from 'selfsigned';
import { frontPage, listPage, pullRequestPage } from './stand-in-pages.ts';

/** A server on this machine that plays github.com for a browser which is started with `hostRule`. */
export type StandIn = {
  /** Leads github.com to the stand-in, for Chromium's `--host-resolver-rules`. */
  hostRule: string;
  stop(): Promise<void>;
};

const pullRequestPath =
  /^\/([\w.-]+)\/([\w.-]+)\/pull\/([1-9]\d*)(\/(?:commits|checks|files|changes)(?:\/[\w.]+)?)?\/?$/;
const repositoryPath = /^\/([\w.-]+)\/([\w.-]+)(?:\/(pulls|issues))?\/?$/;

function pageAt(path: string): string | undefined {
  if (path === '/') return frontPage();
  const [, owner, repo, number, tab = ''] = pullRequestPath.exec(path) ?? [];
  if (owner && repo && number) return pullRequestPage({ owner, repo, number: Number(number) }, tab);
  const [, home, name, list] = repositoryPath.exec(path) ?? [];
  if (!home || !name) return undefined;
  return list === 'pulls' || list === 'issues'
    ? listPage(home, name, list)
    : frontPage({ owner: home, repo: name });
}

/** Starts the stand-in on a free loopback port, with a certificate that is made now and kept nowhere. */
export async function startStandIn(): Promise<StandIn> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'github.com' }]);
  const server: Server = createServer({ key, cert }, (request, response) => {
    const body = pageAt(new URL(request.url ?? '/', 'https://github.com').pathname);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(body ?? 'Nothing is here.');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    hostRule: `MAP github.com 127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
