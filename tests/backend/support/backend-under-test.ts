import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenAnswer } from '@worktime/contract';
import * as v from 'valibot';
import { afterAll, beforeAll } from 'vitest';
import { type LocalBackend, startBackend } from '../../../backend/local/serve.ts';

/** The secret of every backend under test, so that tests can sign tokens of their own. */
export const SECRET = 'a secret of the tests, longer than 32 bytes';

/** A folder in memory, where the system has one: the local database waits for its disk with every statement. */
const MEMORY = '/dev/shm';

/** An answer with its body parsed, where it has one. */
export type Answer = { status: number; headers: Headers; body: unknown; text: string };

/** A request's parts; `body` is sent as JSON, `raw` as it is. */
export type Call = {
  token?: string | undefined;
  body?: unknown;
  raw?: string | Uint8Array<ArrayBuffer>;
  form?: Record<string, string>;
  headers?: Record<string, string>;
};

/** A signed-in person of a test. */
type Someone = TokenAnswer & { token: string };

/** A running backend with a fresh state folder. */
export type BackendUnderTest = {
  readonly url: string;
  readonly database: LocalBackend['database'];
  readonly runScheduled: LocalBackend['runScheduled'];
  call(method: string, path: string, call?: Call): Promise<Answer>;
  signIn(login: string): Promise<Someone>;
};

/** Starts a backend before the tests of a file and stops it after them. Settings may need what starts before. */
export function backendUnderTest(
  vars: () => Record<string, string> | Promise<Record<string, string>> = () => ({}),
): BackendUnderTest {
  let backend: LocalBackend | undefined;
  let stateDir = '';

  beforeAll(async () => {
    stateDir = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'worktime-backend-'));
    backend = await startBackend({ port: 0, stateDir, vars: { JWT_SECRET: SECRET, ...(await vars()) } });
  });
  afterAll(async () => {
    await backend?.stop();
    await rm(stateDir, { recursive: true, force: true });
  });

  const running = () => {
    if (backend === undefined) throw new Error('the backend runs only while tests do');
    return backend;
  };
  const call = (method: string, path: string, options: Call = {}) =>
    send(running().url, method, path, options);

  return {
    get url() {
      return running().url;
    },
    get database() {
      return running().database;
    },
    runScheduled: () => running().runScheduled(),
    call,
    async signIn(login) {
      const { body } = await call('POST', '/auth/dev', { body: { login } });
      const tokens = v.parse(TokenAnswer, body);
      return { ...tokens, token: tokens.access_token };
    },
  };
}

/** Sends one request to a backend and reads the whole answer. */
export async function send(url: string, method: string, path: string, options: Call = {}): Promise<Answer> {
  const headers = new Headers(options.headers);
  if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`);
  let body: string | Uint8Array<ArrayBuffer> | URLSearchParams | null = options.raw ?? null;
  if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  }
  if (options.form !== undefined) body = new URLSearchParams(options.form);
  const response = await fetch(new URL(path, url), { method, headers, body, redirect: 'manual' });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    text,
  };
}
