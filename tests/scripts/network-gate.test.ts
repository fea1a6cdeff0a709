import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type NetworkGate, openGate } from '../../scripts/network-gate.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of opened.splice(0).reverse()) await stop();
});

async function gateBeforeServer(): Promise<NetworkGate> {
  const server = createServer((_, response) => response.end('x'.repeat(200_000)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => new Promise((resolve) => server.close(resolve)));
  const gate = await openGate((server.address() as AddressInfo).port);
  opened.push(() => gate.stop());
  return gate;
}

const ask = async (gate: NetworkGate, signal?: AbortSignal): Promise<number | string> => {
  try {
    const response = await fetch(`http://127.0.0.1:${gate.port}/`, signal ? { signal } : {});
    return (await response.text()).length;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'aborted';
  }
};

it('an open gate hands on every byte', async () => {
  expect(await ask(await gateBeforeServer())).toBe(200_000);
});

it('a gate that refuses has nobody listening, and opens again on the same port', async () => {
  const gate = await gateBeforeServer();
  await gate.set('refused');
  expect(await ask(gate)).toBe('ECONNREFUSED');
  await gate.set('open');
  expect(await ask(gate)).toBe(200_000);
});

it('a gate that resets breaks the connection off', async () => {
  const gate = await gateBeforeServer();
  await gate.set('reset');
  expect(await ask(gate)).toBe('ECONNRESET');
});

it('a silent gate accepts and never answers', async () => {
  const gate = await gateBeforeServer();
  await gate.set('silent');
  expect(await ask(gate, AbortSignal.timeout(200))).not.toBe(200_000);
  expect(gate.arrivals).toBe(1);
});
