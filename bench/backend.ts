import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Miniflare, NoOpLog } from 'miniflare';
import { applyMigrations } from '../backend/local/migrations.ts';
import { createVerifier, signAccessToken } from '../backend/src/auth/access-token.ts';
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

const COLUMNS = `id, client_id, host, repo_owner, repo_name, pr_number, pr_title, time_zone, start_ms, end_ms,
  duration_seconds`;

const ITEM = `value ->> 'client_id', value ->> 'client_id', 'github.com', value ->> 'repo_owner', value ->> 'repo_name',
    value ->> 'pr_number', value ->> 'pr_title', value ->> 'time_zone', unixepoch(value ->> 'start_time') * 1000,
    unixepoch(value ->> 'end_time') * 1000, value ->> 'duration_seconds', 'ada', 0, 0
  FROM json_each(?, '$.sessions')`;

/** The least that a page of sessions and a batch of them ask of the database: one statement, and no rules. */
const PAGE = `SELECT ${COLUMNS} FROM sessions WHERE user_id = 'ada' AND deleted_at_ms IS NULL
  ORDER BY start_ms DESC, id DESC LIMIT 50`;
const INSERT = `INSERT INTO sessions (${COLUMNS}, user_id, sent_start_ms, created_at_ms) SELECT ${ITEM}`;

/** Less than a batch can do with: a table that has no key, so that it would keep each replay as a session of its own. */
const KEYLESS = `CREATE TABLE keyless (${COLUMNS}, user_id, sent_start_ms, created_at_ms)`;

const floorWorker = `export default { async fetch(request, { DB }) {
  const body = await request.text();
  const iso = (ms) => new Date(ms).toISOString();
  switch (new URL(request.url).pathname) {
    case '/query': await DB.prepare('SELECT 1').all(); break;
    case '/page': {
      const rows = await DB.prepare(${JSON.stringify(PAGE)}).raw();
      const sessions = rows.map(([session_id, client_id, host, repo_owner, repo_name, pr_number, pr_title, time_zone,
        start, end, duration_seconds]) => ({ session_id, client_id, repo_owner, repo_name, pr_number,
        start_time: iso(start), end_time: iso(end), duration_seconds, status: 'completed', host, pr_title, time_zone }));
      return Response.json({ sessions });
    }
    case '/insert': await DB.prepare(${JSON.stringify(INSERT)}).bind(body).run(); break;
    case '/keyless': await DB.prepare(${JSON.stringify(INSERT.replace('sessions', 'keyless'))}).bind(body).run(); break;
  }
  return Response.json({});
} };`;

/**
 * A Worker that only answers, in a workerd of its own that is set up as the backend's is. Under `/query` it asks the
 * database once for nothing, under `/page` and `/insert` with the least that a list and a batch need; its page says
 * what the backend's says.
 */
const startFloor = async (started: Teardown): Promise<string> => {
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    log: new NoOpLog(),
    modules: [{ type: 'ESModule', path: 'worker.js', contents: floorWorker }],
    compatibilityDate: '2026-07-01',
    d1Databases: { DB: 'floor' },
    defaultPersistRoot: join(await databaseFolder(started), 'state'),
  });
  started.add(() => miniflare.dispose());
  const database = await miniflare.getD1Database('DB');
  await applyMigrations(database);
  await database.prepare(KEYLESS).run();
  await database.prepare("INSERT INTO people VALUES ('ada', 'dev', 'ada', 'ada', 0, 0)").run();
  return (await miniflare.ready).origin;
};

/** Milliseconds of processor time that the check of a token takes in this process, each token checked for the first time. */
const tokenCheck = (): Contestant => {
  const secret = new TextEncoder().encode(SECRET);
  const verify = createVerifier(secret);
  return {
    name: 'token',
    sample: async () => {
      const bearer = { personId: 'ada', signInId: randomUUID() };
      const tokens = await Promise.all(
        Array.from({ length: CHECKS }, () => signAccessToken(secret, bearer, Date.now())),
      );
      const before = process.cpuUsage();
      for (const token of tokens)
        if ((await verify(token, Date.now())) === null) throw new Error('The token was refused.');
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / CHECKS;
    },
  };
};

/**
 * Requests a second over loopback, against a handler that only answers, given the same requests, and against handlers
 * that do no more than ask the database once. The driver shares the machine with all. Gates on time are printed and never fail the command.
 */
export async function backend(): Promise<Report> {
  const started = teardown();
  const load = openLoad();
  started.add(async () => load.stop());
  try {
    const own = await startBenchBackend(started);
    const emptyUrl = await startFloor(started);
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
    for (const url of [batchUrl, `${emptyUrl}/insert`])
      await load.sendAll(Array.from({ length: KEPT / BATCH }, post(url, 200, sessions)));
    const samples = await interleave(
      [
        contestant('list', get(`${own.url}/api/sessions`)),
        contestant('empty GET', get(emptyUrl)),
        contestant('empty GET again', get(emptyUrl)),
        contestant('query', get(`${emptyUrl}/query`)),
        contestant('page', get(`${emptyUrl}/page`)),
        contestant('start', post(`${own.url}/api/sessions/start`, 201, startBody)),
        contestant('batch of one', post(batchUrl, 200, one)),
        contestant('empty POST', post(emptyUrl, 200, startBody)),
        contestant('query POST', post(`${emptyUrl}/query`, 200, startBody)),
        contestant('batch', post(batchUrl, 200, sessions), BATCHES),
        contestant('empty batch', post(emptyUrl, 200, sessions), BATCHES),
        contestant('insert', post(`${emptyUrl}/insert`, 200, sessions), BATCHES),
        contestant('keyless', post(`${emptyUrl}/keyless`, 200, sessions), BATCHES),
        contestant('insert of one', post(`${emptyUrl}/insert`, 200, one)),
        tokenCheck(),
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
        row('POST batch of 1, against an empty handler', 'batch of one', 'empty POST', 0.35),
        row(`POST batch of ${BATCH}, against an empty handler given the same`, 'batch', 'empty batch', 0.35),
        row('POST start, against an empty handler', 'start', 'empty POST'),
        row('floor: one query that reads nothing, against an empty handler', 'query', 'empty GET'),
        row('floor: one query for a page of 50, against an empty handler', 'page', 'empty GET'),
        row('floor: one insert of 1, against an empty handler', 'insert of one', 'empty POST'),
        row(
          `floor: one insert of ${BATCH}, against an empty handler given the same`,
          'insert',
          'empty batch',
        ),
        row(
          `floor: one insert of ${BATCH} into a table without any key, against an empty handler given the same`,
          'keyless',
          'empty batch',
        ),
        row('GET /api/sessions, a page of 50, against its floor', 'list', 'page'),
        row('POST batch of 1, against its floor', 'batch of one', 'insert of one'),
        row(`POST batch of ${BATCH}, against its floor`, 'batch', 'insert'),
        row('POST start, against its floor', 'start', 'insert of one'),
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
        'A query goes from workerd’s handler to the local database over HTTP and back. The floors are handlers without sign-in, rules and parsing: no answer that needs its database is faster, so a gate above a floor’s ratio cannot be kept here.',
      ],
    };
  } finally {
    await started.run();
  }
}
