import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXTENSION_ID, EXTENSION_KEY, Health } from '@worktime/contract';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { splitStatements } from '../../backend/local/migrations.ts';
import { type LocalBackend, startBackend } from '../../backend/local/serve.ts';
import { send } from './support/backend-under-test.ts';

const MAIN = fileURLToPath(new URL('../../backend/local/main.ts', import.meta.url));
let stateDir: string;
const running: LocalBackend[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'worktime-local-'));
});
afterEach(async () => {
  for (const backend of running.splice(0)) await backend.stop();
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(stateDir, { recursive: true, force: true });
});

async function start(vars: Record<string, string> = {}, port = 0): Promise<LocalBackend> {
  const backend = await startBackend({ port, stateDir, vars });
  running.push(backend);
  return backend;
}

function run(environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', WORKTIME_STATE: stateDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no output');
  const [line] = await once(createInterface(child.stdout), 'line');
  return String(line);
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, errors };
}

const epochOf = async ({ url }: LocalBackend) =>
  v.parse(Health, (await send(url, 'GET', '/health')).body).epoch;
const signIn = ({ url }: LocalBackend) => send(url, 'POST', '/auth/dev', { body: { login: 'ann' } });

describe('startBackend', () => {
  it('keeps people and the secret over a restart, and the secret to its owner', async () => {
    const first = await start();
    const { body } = await signIn(first);
    const { access_token: token } = v.parse(v.object({ access_token: v.string() }), body);
    const epoch = await epochOf(first);
    await first.stop();
    expect((await stat(join(stateDir, 'jwt-secret'))).mode & 0o777).toBe(0o600);
    const second = await start();
    expect((await send(second.url, 'GET', '/api/sessions', { token })).status).toBe(200);
    expect(await epochOf(second)).toBe(epoch);
  });

  it('gives the data a new epoch when they were put back from a copy', async () => {
    const first = await start();
    const epoch = await epochOf(first);
    await first.stop();
    const copy = `${stateDir}-copy`;
    await cp(stateDir, copy, { recursive: true });
    await rm(stateDir, { recursive: true });
    await cp(copy, stateDir, { recursive: true });
    await rm(copy, { recursive: true });
    const second = await start();
    const renewed = await epochOf(second);
    expect(renewed).not.toBe(epoch);
    await second.stop();
    expect(await epochOf(await start())).toBe(renewed);
  });

  it('rejects with EADDRINUSE for a taken port, and leaves the state folder free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(start({}, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
    expect((await signIn(await start({}, port))).status).toBe(200);
  });

  it('rejects with STATE_IN_USE for a held state folder, until it is let go', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: 'STATE_IN_USE' });
    await first.stop();
    expect((await signIn(await start())).status).toBe(200);
  });

  it('ignores the mark of a process that is no more, or of another that has its id now', async () => {
    for (const mark of ['4194303 1', `${process.pid} 1`, 'nonsense', '']) {
      await writeFile(join(stateDir, 'backend.pid'), mark);
      const backend = await start();
      expect((await send(backend.url, 'GET', '/health')).status).toBe(200);
      await backend.stop();
    }
  });

  it('listens on loopback only', async () => {
    await expect(startBackend({ port: 0, host: '0.0.0.0', stateDir })).rejects.toThrow('loopback only');
  });

  it('logs one JSON line a request, without token, title, query or id', async () => {
    const lines: string[] = [];
    const backend = await startBackend({ port: 0, stateDir, onLog: (line) => lines.push(line) });
    running.push(backend);
    await send(backend.url, 'GET', '/api/sessions?limit=5&cursor=secret-query', { token: 'secret-token' });
    await send(backend.url, 'DELETE', '/api/sessions/secret-id', { token: 'secret-token' });
    await expect.poll(() => lines.length).toBe(2);
    expect(lines.join()).not.toContain('secret');
    const logged = lines.map((line) => JSON.parse(line));
    expect(logged).toEqual([
      {
        level: 'info',
        at: expect.any(String),
        method: 'GET',
        route: '/api/sessions',
        status: 401,
        ms: expect.any(Number),
      },
      {
        level: 'info',
        at: expect.any(String),
        method: 'DELETE',
        route: '/api/sessions/:id',
        status: 401,
        ms: expect.any(Number),
      },
    ]);
  });
});

describe('the backend as a command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints where it is, and on %s stops and frees its port and state',
    async (signal) => {
      const child = run({});
      const line = await firstLine(child);
      expect(line).toMatch(/^WorkTime backend: http:\/\/127\.0\.0\.1:\d+$/);
      const url = line.slice(line.indexOf('http'));
      expect((await send(url, 'GET', '/health')).status).toBe(200);
      child.kill(signal);
      expect(await outcome(child)).toEqual({ code: 0, errors: '' });
      await expect(fetch(url)).rejects.toThrow();
      expect((await signIn(await start({}, Number(new URL(url).port)))).status).toBe(200);
    },
  );

  it('killed outright leaves nothing that keeps the next one from its port and state', async () => {
    const child = run({});
    const url = new URL((await firstLine(child)).slice('WorkTime backend: '.length));
    child.kill('SIGKILL');
    await outcome(child);
    expect((await signIn(await start({}, Number(url.port)))).status).toBe(200);
  });

  it('says in one sentence that its port is taken, or its state in use, or its port no port', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    const other = await mkdtemp(join(tmpdir(), 'worktime-local-'));
    const taken = await outcome(run({ PORT: port, WORKTIME_STATE: other }));
    expect(taken).toEqual({
      code: 1,
      errors: `Port ${port} is in use. Stop what listens there, or set PORT to another port.\n`,
    });
    const held = await outcome(run({}));
    expect(held).toEqual({
      code: 1,
      errors: expect.stringMatching(/^The state folder .* is in use by another WorkTime backend .*\n$/),
    });
    const none = await outcome(run({ PORT: 'eighty', WORKTIME_STATE: other }));
    expect(none).toEqual({ code: 1, errors: 'PORT must be a number from 0 to 65535, not eighty.\n' });
    await rm(other, { recursive: true });
  });
});

describe('the parts', () => {
  it('derive the extension’s id from its key', () => {
    const der = Buffer.from(EXTENSION_KEY, 'base64');
    expect(
      createPublicKey({ key: der, format: 'der', type: 'spki' }).asymmetricKeyDetails?.modulusLength,
    ).toBe(2048);
    const hex = createHash('sha256').update(der).digest('hex').slice(0, 32);
    expect(EXTENSION_ID).toBe(
      [...hex].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join(''),
    );
  });

  it('split a migration into statements, triggers whole', () => {
    const trigger = 'CREATE TRIGGER x AFTER INSERT ON a\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;';
    expect(splitStatements(`-- about\nCREATE TABLE a (\n  b TEXT\n);\n\n${trigger}\n`)).toEqual([
      'CREATE TABLE a (\n  b TEXT\n);',
      trigger,
    ]);
    expect(() => splitStatements('SELECT 1')).toThrow('within a statement');
  });
});
