import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare, NoOpLog } from 'miniflare';
import { startBackend } from '../backend/local/serve.ts';
import { teardown } from '../scripts/teardown.ts';
import { type Contestant, interleave } from './interleave.ts';
import { median, type Report, type Row } from './report.ts';

const CONCURRENCY = 4;
const REQUESTS = 120;
const ROUNDS = 15;

/** Sessions that the person has before anything is measured. */
const KEPT = 200;

interface Call {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  expected: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

const send = ({ method, url, headers, body, expected }: Call): Promise<void> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers }, (response) => {
      response.resume().once('error', reject);
      response.once('end', () => {
        if (response.statusCode === expected) resolve();
        else reject(new Error(`${method} ${url} answered ${response.statusCode}.`));
      });
    });
    outgoing.once('error', reject).end(body);
  });

/** Requests a second, with {@link CONCURRENCY} under way at once. */
const throughput = async (calls: readonly Call[]): Promise<number> => {
  const waiting = calls.values();
  const began = performance.now();
  const walk = async (): Promise<void> => {
    for (const call of waiting) await send(call);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, walk));
  return (calls.length * 1000) / (performance.now() - began);
};

const contestant = (name: string, makeCall: () => Call): Contestant => ({
  name,
  sample: () => throughput(Array.from({ length: REQUESTS }, makeCall)),
});

const emptyWorker = `export default { async fetch(request, { DB }) {
  await request.text();
  if (new URL(request.url).pathname === '/query') await DB.prepare('SELECT 1').all();
  return Response.json({});
} };`;

/** A Worker that only answers, but for `/query` after one query that reads nothing, in a workerd of its own that is set up as the backend's is. */
const startEmpty = async (): Promise<{ url: string; stop(): Promise<void> }> => {
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    log: new NoOpLog(),
    modules: [{ type: 'ESModule', path: 'worker.js', contents: emptyWorker }],
    compatibilityDate: '2026-07-01',
    d1Databases: { DB: 'empty' },
  });
  return { url: (await miniflare.ready).origin, stop: () => miniflare.dispose() };
};

const tokenFrom = async (url: string): Promise<string> => {
  const response = await fetch(`${url}/auth/dev`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ada' }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
};

const startOf = (url: string, headers: Record<string, string>, expected: number): Call => {
  const client_id = randomUUID();
  const session = {
    client_id,
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 7,
    start_time: '2026-01-05T08:00:00.000Z',
    time_zone: 'Europe/Berlin',
  };
  return {
    method: 'POST',
    url: `${url}/api/sessions/start`,
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': client_id },
    body: JSON.stringify(session),
    expected,
  };
};

/**
 * Requests a second over loopback, against a handler that only answers, given the same requests. The driver shares the
 * machine with both. Gates on time are printed and never fail the command.
 */
export async function backend(): Promise<Report> {
  const started = teardown();
  try {
    const stateDir = await mkdtemp(join(tmpdir(), 'worktime-bench-backend-'));
    started.add(() => rm(stateDir, { recursive: true, force: true }));
    const own = await startBackend({ port: 0, stateDir, vars: { RATE_LIMIT_PER_MINUTE: '100000000' } });
    started.add(() => own.stop());
    const empty = await startEmpty();
    started.add(() => empty.stop());
    const headers = { authorization: `Bearer ${await tokenFrom(own.url)}` };
    await throughput(Array.from({ length: KEPT }, () => startOf(own.url, headers, 201)));

    const get = (url: string) => (): Call => ({ method: 'GET', url, headers, expected: 200 });
    const samples = await interleave(
      [
        contestant('list', get(`${own.url}/api/sessions`)),
        contestant('empty GET', get(empty.url)),
        contestant('empty GET again', get(empty.url)),
        contestant('query', get(`${empty.url}/query`)),
        contestant('start', () => startOf(own.url, headers, 201)),
        contestant('empty POST', () => startOf(empty.url, headers, 200)),
      ],
      { rounds: ROUNDS, warmUp: 2 },
    );
    const row = (what: string, name: string, peer: string, gate: Row['gate'] = null): Row => ({
      what,
      unit: '/s',
      ours: median(samples.get(name) ?? []),
      peer: median(samples.get(peer) ?? []),
      gate,
    });
    return {
      title: `backend: requests a second, ${CONCURRENCY} at once (medians of ${ROUNDS})`,
      rows: [
        row('GET /api/sessions, a page of 50, against an empty handler', 'list', 'empty GET', {
          bound: 'least',
          value: 0.6,
          fails: false,
        }),
        row('POST /api/sessions/start, against an empty handler', 'start', 'empty POST'),
        row('a handler with one query that reads nothing, against an empty one', 'query', 'empty GET'),
        row('control: the empty handler against itself', 'empty GET again', 'empty GET'),
      ],
      notes: [],
    };
  } finally {
    agent.destroy();
    await started.run();
  }
}
