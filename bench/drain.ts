import { teardown } from '../scripts/teardown.ts';
import { type BenchBackend, endBody, startBenchBackend, startBody } from './bench-backend.ts';
import { drainWorld } from './drain-world.ts';
import { type Contestant, interleave } from './interleave.ts';
import { median, type Report, type Row } from './report.ts';
import { workboxQueue } from './workbox-queue.ts';

const SESSIONS = 1_000;
const MANY = 10_000;
const ROUNDS = 3;

/** The requests that the core has under way at once. */
const CONCURRENCY = 4;

/** Sends one request as simply as can be, and reads the answer. */
const ask = async (backend: BenchBackend, method: string, path: string, body: unknown): Promise<unknown> => {
  const { url, headers } = backend;
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}.`);
  return response.json();
};

/** A loop that starts and ends every session by the seed's endpoints, and keeps nothing. */
const rawLoop = (backend: BenchBackend, atOnce: number, name = `raw ${atOnce}`): Contestant => ({
  name,
  sample: async () => {
    const waiting = Array.from({ length: SESSIONS }, startBody).values();
    const began = performance.now();
    const walk = async (): Promise<void> => {
      for (const start of waiting) {
        const { session_id } = (await ask(backend, 'POST', '/api/sessions/start', start)) as {
          session_id: string;
        };
        await ask(backend, 'PATCH', `/api/sessions/${session_id}/end`, endBody);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, walk));
    return performance.now() - began;
  },
});

const workbox = (backend: BenchBackend): Contestant => ({
  name: 'workbox',
  sample: async () => {
    const { url, headers } = backend;
    const requests = Array.from({ length: SESSIONS }, () => {
      const body = JSON.stringify({ sessions: [{ ...startBody(), ...endBody }] });
      return new Request(`${url}/api/sessions/batch`, { method: 'POST', headers, body });
    });
    return (await workboxQueue(requests)).drain();
  },
});

const worktime = (
  backend: BenchBackend,
  name: string,
  batches: boolean,
  sessions = SESSIONS,
): Contestant => ({
  name,
  sample: async () => (await drainWorld(backend, sessions, { batches })).drain(),
});

const held = ({ database }: BenchBackend): Promise<number | null> =>
  database.prepare('SELECT count(*) AS n FROM sessions WHERE end_ms IS NOT NULL').first<number>('n');

/**
 * Delivering 1,000 sessions that ended while there was no network, to the backend in workerd. All contestants run in
 * Node and keep their queue in memory: WorkTime's core, with the same adapters as in the browser, over a plain map;
 * workbox over fake-indexeddb; the raw loop keeps nothing. Gates on time are printed and never fail the command.
 */
export async function drain(): Promise<Report> {
  const started = teardown();
  try {
    const backend = await startBenchBackend(started);
    const contestants = [
      worktime(backend, 'batches', true),
      worktime(backend, 'single', false),
      rawLoop(backend, 1),
      rawLoop(backend, CONCURRENCY),
      rawLoop(backend, CONCURRENCY, 'control'),
      rawLoop(backend, 6),
      workbox(backend),
    ];
    const samples = await interleave(contestants, { rounds: ROUNDS, warmUp: 0 });
    const lost = ROUNDS * contestants.length * SESSIONS - ((await held(backend)) ?? 0);
    const large = await interleave([worktime(backend, 'large', true, MANY)], { rounds: ROUNDS, warmUp: 0 });
    const value = (name: string) => median(samples.get(name) ?? large.get(name) ?? []);
    const row = (what: string, name: string, peer: string, most?: number): Row => ({
      what,
      unit: 'ms',
      ours: value(name),
      peer: value(peer),
      gate: most === undefined ? null : { bound: 'most', value: most, fails: false },
    });
    return {
      title: `drain: ${SESSIONS} sessions to the backend (medians of ${ROUNDS})`,
      rows: [
        row('in batches, against a raw loop, one at once', 'batches', 'raw 1', 0.083),
        row(`in batches, against a raw loop, ${CONCURRENCY} at once`, 'batches', `raw ${CONCURRENCY}`, 0.083),
        row('in batches, against a raw loop, 6 at once', 'batches', 'raw 6', 0.083),
        row('in batches, against workbox', 'batches', 'workbox', 0.025),
        row(
          `by the seed’s endpoints, against a raw loop, ${CONCURRENCY} at once`,
          'single',
          `raw ${CONCURRENCY}`,
          1.15,
        ),
        {
          what: `in batches, ${MANY} sessions against ten times ${SESSIONS}`,
          unit: 'ms',
          ours: value('large'),
          peer: (value('batches') * MANY) / SESSIONS,
          gate: { bound: 'most', value: 1.15, fails: false },
        },
        row('control: the raw loop against itself', 'control', `raw ${CONCURRENCY}`),
        {
          what: 'sessions that the backend lacks, or has twice, afterwards',
          unit: '',
          ours: Math.abs(lost),
          peer: null,
          gate: { bound: 'most', value: 0, fails: true },
        },
      ],
      notes: [
        'The raw loop sends two requests a session, as the seed’s endpoints ask for. Workbox, which cannot use one answer in the next request, sends each session whole, as a batch of one: half as many.',
      ],
    };
  } finally {
    await started.run();
  }
}
