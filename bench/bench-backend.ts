import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenAnswer } from '@worktime/contract';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { type LocalBackend, startBackend } from '../backend/local/serve.ts';
import type { Teardown } from '../scripts/teardown.ts';

/** Signs the access tokens of these backends. */
export const SECRET = 'a secret of the benchmarks, longer than 32 bytes';

const MEMORY = '/dev/shm';
const NEEDED_BYTES = 3e9;

/**
 * A folder for databases, in memory where the system has room there: the local database waits for its disk with every
 * statement, reads too (it notes a bookmark), which D1 itself does not.
 */
export async function databaseFolder(started: Teardown): Promise<string> {
  const room = await statfs(MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  const folder = await mkdtemp(join(room > NEEDED_BYTES ? MEMORY : tmpdir(), 'worktime-bench-'));
  started.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A backend for a benchmark, and the tokens of a person. */
export interface BenchBackend extends LocalBackend {
  grant: TokenAnswer;
  headers: Record<string, string>;
}

/** Starts a backend without a limit on requests and signs one person in. */
export async function startBenchBackend(started: Teardown): Promise<BenchBackend> {
  const stateDir = join(await databaseFolder(started), 'state');
  const vars = { RATE_LIMIT_PER_MINUTE: '100000000', JWT_SECRET: SECRET };
  const backend = await startBackend({ port: 0, stateDir, vars });
  started.add(() => backend.stop());
  const response = await fetch(`${backend.url}/auth/dev`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ada' }),
  });
  const grant = v.parse(TokenAnswer, await response.json());
  const headers = { authorization: `Bearer ${grant.access_token}`, 'content-type': 'application/json' };
  return { ...backend, grant, headers };
}

/** The body of a session's start, under a key as the extension makes it. */
export const startBody = () => ({
  client_id: uuidv7(),
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: 7,
  pr_title: 'Keep the fuel lines warm before the countdown',
  start_time: '2026-01-05T08:00:00.000Z',
  time_zone: 'Europe/Berlin',
});

/** The body of its end. */
export const endBody = { end_time: '2026-01-05T08:20:00.000Z', duration_seconds: 1200 };
