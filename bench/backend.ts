import { join } from 'node:path';
import { Miniflare, NoOpLog } from 'miniflare';
import { createVerifier } from '../backend/src/auth/access-token.ts';
import { type Teardown, teardown } from '../scripts/teardown.ts';
import { databaseFolder, endBody, SECRET, startBenchBackend, startBody } from './bench-backend.ts';
import { type Call, CONCURRENCY, openLoad } from './http-load.ts';
import { type Contestant, interleave } from './interleave.ts';
import { median, type Report, type Row } from './report.ts';

const REQUESTS = 120;
const BATCHES = 12;
const ROUNDS = 9;
const CHECKS = 500;

/** Sessions that the person has before anything is measured. */
const KEPT = 200;
const BATCH = 100;

const emptyWorker = `export default { async fetch(request, { DB }) {
  await request.text();
  if (new URL(request.url).pathname === '/query') await DB.prepare('SELECT 1').all();
  return Response.json({});
} };`;

/** A Worker that only answers, but for `/query` after one query that reads nothing, in a workerd of its own that is set up as the backend's is. */
const startEmpty = async (started: Teardown): Promise<string> => {
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    log: new NoOpLog(),
    modules: [{ type: 'ESModule', path: 'worker.js', contents: emptyWorker }],
    compatibilityDate: '2026-07-01',
    d1Databases: { DB: 'empty' },
    defaultPersistRoot: join(await databaseFolder(started), 'state'),
  });
  started.add(() => miniflare.dispose());
  return (await miniflare.ready).origin;
};

/** Milliseconds of processor time that one token check takes, in this process. */
const tokenCheck = (token: string): Contestant => {
  const verify = createVerifier(new TextEncoder().encode(SECRET));
  return {
    name: 'token',
    sample: async () => {
      const before = process.cpuUsage();
      for (let count = 0; count < CHECKS; count += 1)
        if ((await verify(token, Date.now())) === null) throw new Error('The token was refused.');
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / CHECKS;
    },
  };
};

/**
 * Requests a second over loopback, against a handler that only answers, given the same requests, and against one that
 * asks its database once. The driver shares the machine with all. Gates on time are printed and never fail the command.
 */
export async function backend(): Promise<Report> {
  const started = teardown();
  const load = openLoad();
  started.add(async () => load.stop());
  try {
    const own = await startBenchBackend(started);
    const emptyUrl = await startEmpty(started);
    const { headers } = own;

    const get = (url: string) => (): Call => ({ method: 'GET', url, headers, expected: 200 });
    const post = (url: string, expected: number, body: () => unknown) => (): Call => ({
      method: 'POST',
      url,
      headers,
      body: JSON.stringify(body()),
      expected,
    });
    const sessions = () => ({
      sessions: Array.from({ length: BATCH }, () => ({ ...startBody(), ...endBody })),
    });
    const one = () => ({ sessions: [{ ...startBody(), ...endBody }] });
    const contestant = (name: string, makeCall: () => Call, requests = REQUESTS): Contestant => ({
      name,
      sample: () => load.throughput(Array.from({ length: requests }, makeCall)),
    });

    const batchUrl = `${own.url}/api/sessions/batch`;
    await load.sendAll(Array.from({ length: KEPT / BATCH }, post(batchUrl, 200, sessions)));
    const samples = await interleave(
      [
        contestant('list', get(`${own.url}/api/sessions`)),
        contestant('empty GET', get(emptyUrl)),
        contestant('empty GET again', get(emptyUrl)),
        contestant('query', get(`${emptyUrl}/query`)),
        contestant('start', post(`${own.url}/api/sessions/start`, 201, startBody)),
        contestant('batch of one', post(batchUrl, 200, one)),
        contestant('empty POST', post(emptyUrl, 200, startBody)),
        contestant('query POST', post(`${emptyUrl}/query`, 200, startBody)),
        contestant('batch', post(batchUrl, 200, sessions), BATCHES),
        contestant('empty batch', post(emptyUrl, 200, sessions), BATCHES),
        tokenCheck(own.grant.access_token),
      ],
      { rounds: ROUNDS, warmUp: 2 },
    );
    const value = (name: string) => median(samples.get(name) ?? []);
    const row = (what: string, name: string, peer: string, least?: number): Row => ({
      what,
      unit: '/s',
      ours: value(name),
      peer: value(peer),
      gate: least === undefined ? null : { bound: 'least', value: least, fails: false },
    });
    return {
      title: `backend: requests a second, ${CONCURRENCY} at once (medians of ${ROUNDS})`,
      rows: [
        row('GET /api/sessions, a page of 50, against an empty handler', 'list', 'empty GET', 0.6),
        row('GET /api/sessions, a page of 50, against a handler with one query', 'list', 'query'),
        row('POST batch of 1, against an empty handler', 'batch of one', 'empty POST', 0.35),
        row('POST batch of 1, against a handler with one query', 'batch of one', 'query POST'),
        row(`POST batch of ${BATCH}, against an empty handler given the same`, 'batch', 'empty batch'),
        row('POST start, against an empty handler', 'start', 'empty POST'),
        row('POST start, against a handler with one query', 'start', 'query POST'),
        row('a handler with one query that reads nothing, against an empty one', 'query', 'empty GET'),
        row('control: the empty handler against itself', 'empty GET again', 'empty GET'),
        {
          what: 'processor time of a token check',
          unit: 'ms',
          ours: value('token'),
          peer: null,
          gate: { bound: 'most', value: 1, fails: false },
        },
      ],
      notes: [
        'A query goes from workerd’s handler to the local database over HTTP and back, and no answer that needs one can be faster than “a handler with one query”.',
      ],
    };
  } finally {
    await started.run();
  }
}
