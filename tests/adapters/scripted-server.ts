import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll } from 'vitest';

/** A request as it arrived, whole. */
interface Arrived {
  method: string | undefined;
  path: string | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** A server that answers as it is told. */
export interface ScriptedServer {
  readonly url: string;
  /** What every request is answered with from now on. Forgets the requests that arrived before. */
  answer(listener: RequestListener): void;
  arrived: Arrived[];
}

/** Starts a scripted server before the tests of a file and stops it after them. */
export const scriptedServer = (): ScriptedServer => {
  let listener: RequestListener = (_, response) => response.writeHead(500).end();
  let url = '';
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    scripted.arrived.push({ method: request.method, path: request.url, headers: request.headers, body });
    listener(request, response);
  });
  const scripted: ScriptedServer = {
    get url() {
      return url;
    },
    arrived: [],
    answer: (next) => {
      listener = next;
      scripted.arrived = [];
    },
  };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    url = `http://127.0.0.1:${address.port}`;
  });
  afterAll(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return scripted;
};

/** Answers with this status, these headers and this text. */
export const plain =
  (status: number, text = '', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(text);

/** Answers with a value as JSON. */
export const json = (status: number, value: unknown, headers: Record<string, string> = {}): RequestListener =>
  plain(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

/** The sign-in page of a network that lets nobody through. */
export const portal = (status: number, headers: Record<string, string> = {}): RequestListener =>
  plain(status, '<!doctype html><title>Welcome to our network</title>', {
    'content-type': 'text/html',
    ...headers,
  });
