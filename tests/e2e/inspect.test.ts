import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { root } from '../../scripts/command.ts';
import { titleOf } from '../../scripts/stand-in-pages.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('the build for people holds nothing of the inspector', async () => {
  const folder = inject('extensionFolder');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  expect(files).not.toEqual([]);
  for (const name of files) {
    const code = await readFile(join(folder, name), 'utf8');
    const traces = ['statelyai', 'WebSocket', 'superjson', 'deadline.cleared'];
    expect({ name, traces: traces.filter((trace) => code.includes(trace)) }).toEqual({ name, traces: [] });
  }
});

it('the inspected build reports what its machines do, in a real browser, without tokens and titles', async () => {
  const { VITE_INSPECT: _, NODE_ENV: __, VITEST: ___, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts', 'inspect.ts'), '--demo', '--headless'], {
    env: { ...env, PORT: String(await freePort()) },
  });
  onTestFinished(() => void child.kill('SIGTERM'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code, output).toBe(0);
  expect(output).toMatch(/auth {2}signIn\.succeeded {2}reauth\.signingIn → valid/);
  expect(output).toMatch(
    /session github\.com\/acme\/rocket\/7 {2}attention\.gained {2}new → active\.counting/,
  );
  expect(output).toMatch(/attention\.lost \(hidden\) {2}active\.counting → active\.paused/);
  expect(output).toMatch(/syncItem \S+ {2}made \(session\.end\) {2}new → queued/);
  expect(output).toMatch(/push\.acknowledged {2}sending → synced, done/);
  for (const secret of [titleOf(7), 'eyJ', 'authToken', 'refreshToken']) expect(output).not.toContain(secret);
});
