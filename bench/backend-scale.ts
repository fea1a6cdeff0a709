import { type Teardown, teardown } from '../scripts/teardown.ts';
import { meteredWorker } from '../tests/support/metered-worker.ts';
import { type BenchBackend, endBody, SECRET, startBenchBackend, startBody } from './bench-backend.ts';
import { type Call, openLoad } from './http-load.ts';
import { type Contestant, interleave } from './interleave.ts';
import { atMost, type Gate, median, type Report, type Row } from './report.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const CHUNK = 50_000;
const ROUNDS = 25;

/** Requests of a sample that reads; one that writes makes one, so that few rows stay few. */
const READS = 8;

const HOUR_MS = 3_600_000;
const LIMIT = 50;
const DAYS = 30;
const BATCH = 100;

/** One session an hour, the latest an hour ago: so a month holds as many rows however many there are. */
const FILL = `
  WITH RECURSIVE n (x) AS (SELECT ?3 UNION ALL SELECT x + 1 FROM n WHERE x + 1 < ?4)
  INSERT INTO sessions (id, user_id, client_id, host, repo_owner, repo_name, pr_number, pr_title, time_zone, start_ms,
    end_ms, duration_seconds, sent_start_ms, sent_end_ms, sent_duration_seconds, sent_intervals, created_at_ms)
  SELECT printf('00000000-0000-4000-8000-%012x', x), ?1, printf('10000000-0000-4000-8000-%012x', x), 'github.com',
    'acme', 'rocket', 7, 'Keep the fuel lines warm before the countdown', 'Europe/Berlin', ?2 - x * ${HOUR_MS},
    ?2 - x * ${HOUR_MS} + 1200000, 1200, ?2 - x * ${HOUR_MS}, ?2 - x * ${HOUR_MS} + 1200000, 1200, NULL, ?2 FROM n`;

const filled = async (started: Teardown, rows: number): Promise<BenchBackend> => {
  const backend = await startBenchBackend(started);
  const { database } = backend;
  const user = await database.prepare('SELECT id FROM people').first<string>('id');
  if (user === null) throw new Error('The database is not as it was.');
  const latest = Date.now() - HOUR_MS;
  for (let from = 0; from < rows; from += CHUNK)
    await database
      .prepare(FILL)
      .bind(user, latest, from, Math.min(rows, from + CHUNK))
      .run();
  await database.prepare('UPDATE people SET session_total = ?').bind(rows).run();
  return backend;
};

const calls: Readonly<Record<string, (backend: BenchBackend) => Call>> = {
  'list, a page of 50': ({ url, headers }) => ({
    method: 'GET',
    url: `${url}/api/sessions?limit=${LIMIT}`,
    headers,
    expected: 200,
  }),
  'daily stats of 30 days': ({ url, headers }) => ({
    method: 'GET',
    url: `${url}/api/stats/daily?days=${DAYS}&time_zone=Europe/Berlin`,
    headers,
    expected: 200,
  }),
  'batch of 100': ({ url, headers }) => ({
    method: 'POST',
    url: `${url}/api/sessions/batch`,
    headers,
    body: JSON.stringify({ sessions: Array.from({ length: BATCH }, () => ({ ...startBody(), ...endBody })) }),
    expected: 200,
  }),
};

/** Rows that the database read for one request, by its own count. */
const rowsRead = async (backend: BenchBackend, call: Call): Promise<number> => {
  const worker = await meteredWorker(backend.database, { JWT_SECRET: SECRET, LOG_REQUESTS: 'false' });
  const { url, method, headers, body, expected } = call;
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const { response, spent } = await worker(request);
  if (response.status !== expected) throw new Error(`${url} answered ${response.status}.`);
  return spent.rowsRead;
};

const mostRows: Readonly<Record<string, Gate>> = {
  'list, a page of 50': atMost(LIMIT + 1),
  'daily stats of 30 days': atMost(DAYS * 24 + 2),
  'batch of 100': atMost(BATCH + 1),
};

/**
 * The backend with few and with many rows of the one person who asks: rows read, which are counts and gated, and the
 * time of a request, one after the other, which is not. A month holds as many rows in both.
 */
export async function backendScale(): Promise<Report> {
  const started = teardown();
  const load = openLoad();
  started.add(async () => load.stop());
  try {
    const few = await filled(started, FEW);
    const many = await filled(started, MANY);
    const contestants = Object.entries(calls).flatMap(([what, callOf]): Contestant[] => {
      const timed = (name: string, backend: BenchBackend): Contestant => ({
        name: `${what} ${name}`,
        sample: async () => {
          const asked = Array.from({ length: callOf(backend).method === 'GET' ? READS : 1 }, () =>
            callOf(backend),
          );
          return (await load.sendAll(asked, 1)) / asked.length;
        },
      });
      return [timed('few', few), timed('many', many), timed('control', few)];
    });
    const rows: Row[] = [];
    for (const [what, callOf] of Object.entries(calls)) {
      const [ofFew, ofMany] = [await rowsRead(few, callOf(few)), await rowsRead(many, callOf(many))];
      rows.push(
        {
          what: `rows read for a ${what}, of ${MANY}`,
          unit: '',
          ours: ofMany,
          peer: null,
          gate: mostRows[what] ?? null,
        },
        {
          what: `rows read for a ${what}, of ${MANY} against ${FEW}`,
          unit: '',
          ours: ofMany,
          peer: ofFew,
          gate: atMost(1),
        },
      );
    }
    const samples = await interleave(contestants, { rounds: ROUNDS, warmUp: 3 });
    const value = (name: string) => median(samples.get(name) ?? []);
    for (const what of Object.keys(calls)) {
      rows.push({
        what: `time of a ${what}, with ${MANY} rows against ${FEW}`,
        unit: 'ms',
        ours: value(`${what} many`),
        peer: value(`${what} few`),
        gate: { bound: 'most', value: 1.2, fails: false },
      });
      rows.push({
        what: `control: the same with ${FEW} against itself`,
        unit: 'ms',
        ours: value(`${what} control`),
        peer: value(`${what} few`),
        gate: null,
      });
    }
    return {
      title: `backend-scale: with ${FEW} and ${MANY} rows (medians of ${ROUNDS})`,
      rows,
      notes: [
        'A batch of new sessions reads no row of their table: what is counted is the request itself, and the person’s row for their total.',
      ],
    };
  } finally {
    await started.run();
  }
}
