import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { root } from '../../scripts/command.ts';

// Each test starts a process that loads vite and miniflare.
vi.setConfig({ testTimeout: 30_000 });

const { DISPLAY: _, WAYLAND_DISPLAY: __, ...quietEnv } = process.env;

const run = (
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const file = join(root, 'scripts', `${script}.ts`);
    execFile(process.execPath, [file, ...args], { env: { ...quietEnv, ...env } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

test.each(['start', 'test', 'build', 'backend', 'check', 'package'])(
  'npm run %s refuses a flag that it does not know, in one sentence, with exit code 2',
  async (script) => {
    const { code, out, err } = await run(script, ['--frobnicate']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^npm [a-z ]+: Unknown option '--frobnicate'; it (knows|takes) .*\.\n$/);
  },
);

test.each([
  ['npm start', ['--headless']],
  ['the demo', ['--headless', '--demo']],
])('%s on a taken port is one sentence and exit code 1', async (_, args) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => taken.close(() => resolve())));
  const PORT = String((taken.address() as AddressInfo).port);
  const { code, out, err } = await run('start', args, { PORT });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(new RegExp(`^Port ${PORT} is taken, .*\n$`));
});

test.each([
  [{ PORT: '8787x' }, ['--headless'], /^PORT is "8787x", which is not a port number/],
  [{ CHROME_PATH: '/no/such/browser' }, ['--headless'], /^CHROME_PATH is "\/no\/such\/browser"/],
])('npm start with %o is one sentence and exit code 1', async (env, args, sentence) => {
  const { code, out, err } = await run('start', args, env);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(sentence);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test.runIf(process.platform === 'linux')(
  'npm start where nothing can be shown says to add --headless',
  async () => {
    const { code, err } = await run('start', []);
    expect(code).toBe(1);
    expect(err).toMatch(/^There is no display .*--headless/);
  },
);
