import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type NetworkGate, openGate } from '../../scripts/network-gate.ts';
import { createApiClient } from '../../src/adapters/api-client.ts';
import { createHttp, TIMEOUT_MS } from '../../src/adapters/http.ts';
import { systemClock } from '../../src/adapters/system.ts';
import { plain, scriptedServer } from './scripted-server.ts';
import { aStart } from './session-api-laws.ts';

const server = scriptedServer();
const unreachable = { ok: false, failure: { kind: 'unreachable' } };
const sendTo = (url: string) => createApiClient(createHttp(() => url, systemClock)).start(aStart(), 'token');

/** Announces a JSON of a hundred bytes, and sends the first of them. */
const beginAnswer = (response: ServerResponse, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': 100 });
  response.write('{');
};

describe('a connection', () => {
  let gate: NetworkGate | undefined;
  afterEach(() => gate?.stop());

  it.each(['refused', 'reset'] as const)('that is %s is no answer', async (state) => {
    gate = await openGate(Number(new URL(server.url).port));
    await gate.set(state);
    expect(await sendTo(`http://127.0.0.1:${gate.port}`)).toEqual(unreachable);
  });

  it.each(['http://127.0.0.1:1', 'http://nowhere.invalid', 'http://[::1', 'rubbish'])(
    'to %s is no answer',
    async (url) => {
      expect(await sendTo(url)).toEqual(unreachable);
    },
  );

  const breaks: [name: string, listener: RequestListener][] = [
    ['before the answer', (_, response) => response.socket?.destroy()],
    ['with a reset before the answer', (_, response) => response.socket?.resetAndDestroy()],
    [
      'within a body of known length',
      (_, response) => {
        beginAnswer(response);
        response.socket?.end();
      },
    ],
    [
      'within a body of unknown length',
      (_, response) => {
        response.writeHead(200);
        response.write('{"session_id":');
        response.socket?.end();
      },
    ],
    [
      'with a reset within the body',
      (_, response) => {
        beginAnswer(response);
        response.socket?.resetAndDestroy();
      },
    ],
    [
      'after something that is no HTTP',
      (_, response) => response.socket?.end('WELCOME TO OUR NETWORK\r\n\r\n'),
    ],
    ['in a wrong compression', plain(200, 'not gzip', { 'content-encoding': 'gzip' })],
  ];
  it.each(breaks)('that ends %s is no answer', async (_, listener) => {
    server.answer(listener);
    expect(await sendTo(server.url)).toEqual(unreachable);
  });
});

describe.concurrent('a request is given up after ten seconds', () => {
  const other = scriptedServer();
  const slow: RequestListener = (request, response) => {
    if (request.headers.authorization === 'Bearer silent') return;
    if (request.headers.authorization === 'Bearer stuck') return beginAnswer(response);
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 200);
    response.once('close', () => clearInterval(drip));
  };

  it.each(['silent', 'stuck', 'dripping'])('when its answer is %s', async (mood) => {
    other.answer(slow);
    const began = performance.now();
    const api = createApiClient(createHttp(() => other.url, systemClock));
    expect(await api.start(aStart(), mood)).toEqual(unreachable);
    const took = performance.now() - began;
    expect([TIMEOUT_MS, Math.min(took, 9_900)]).toEqual([10_000, 9_900]);
  });
});
