import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  request.setEncoding('utf8');
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? null : text;
};

/**
 * A backend that has the seed's endpoints only: it passes requests on to the port that `target` names at the time,
 * says nothing of features, and knows of no batches. Answers its own port; lasts as long as the test that asked for it.
 */
export async function startSeedBackend(target: () => number): Promise<number> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    if (url === '/api/sessions/batch') return response.writeHead(404).end();
    const { 'content-type': type = '', authorization = '' } = headers;
    try {
      const answer = await fetch(`http://127.0.0.1:${target()}${url}`, {
        method,
        headers: { 'content-type': type, authorization },
        body: await bodyOf(request),
      });
      const body = await answer.json();
      const told = url === '/health' ? { ...body, features: [] } : body;
      return response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(told));
    } catch {
      return response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}
