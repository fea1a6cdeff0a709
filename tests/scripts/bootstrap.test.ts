import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../../scripts/command.ts';

const lock = {
  packages: {
    '': { workspaces: ['inner'] },
    inner: { version: '1.0.0' },
    'node_modules/@t/inner': { resolved: 'inner', link: true },
    'node_modules/a': { version: '2.0.0', bin: { a: 'a.js' } },
    'node_modules/a/node_modules/b': { version: '3.0.0' },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  },
};

const write = async (path: string, content: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
};

/** What `npm ci` would leave behind for `lock`, in `folder`. */
async function install(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await write(join(modules, 'a/package.json'), '{"version":"2.0.0"}');
  await write(join(modules, 'a/node_modules/b/package.json'), '{"version":"3.0.0"}');
  await write(join(modules, '.bin/a'), '');
  await write(join(modules, '.package-lock.json'), '{"packages":{}}');
  await mkdir(join(modules, '@t'));
  await symlink('../../inner', join(modules, '@t/inner'));
}

/** A repository with a whole install and one command, `hello`, that prints its arguments and exits with 7. */
async function repository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'worktime-bootstrap-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await write(join(folder, 'package.json'), '{"engines":{"node":">=20.0.0"}}');
  await write(join(folder, 'package-lock.json'), JSON.stringify(lock));
  await write(join(folder, 'inner/package.json'), '{"version":"1.0.0"}');
  await write(
    join(folder, 'scripts/hello.ts'),
    'process.stdout.write(process.argv.slice(2).join("|")); process.exit(7);',
  );
  await cp(join(root, 'scripts/bootstrap.mjs'), join(folder, 'scripts/bootstrap.mjs'));
  await install(folder);
  return folder;
}

/** An npm that does what `body` says, in place of the real one. */
async function fakeNpm(folder: string, body: string): Promise<string> {
  const path = join(folder, 'fake-npm.js');
  await write(
    path,
    `const fs = require('node:fs'); fs.appendFileSync('calls', process.argv[2] + '\\n'); ${body}`,
  );
  return path;
}

const run = (
  folder: string,
  npm: string,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, npm_execpath: npm, npm_node_execpath: process.execPath };
    const file = join(folder, 'scripts/bootstrap.mjs');
    execFile(process.execPath, [file, ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

test('a whole install runs the command at once, with its arguments and its exit code', async () => {
  const folder = await repository();
  const npm = await fakeNpm(folder, 'process.exit(1)');
  expect(await run(folder, npm, 'hello', '--demo', 'x y')).toEqual({ code: 7, out: '--demo|x y', err: '' });
});

test.each([
  ['node_modules', 'nothing is installed yet'],
  ['node_modules/.package-lock.json', 'the last install did not finish'],
  ['node_modules/a', 'a is not installed'],
  ['node_modules/a/node_modules/b', 'b is not installed'],
  ['node_modules/.bin/a', 'the command a of a is not linked'],
  ['node_modules/@t/inner', '@t/inner is not linked'],
])('an install without %s is healed by npm ci, and says why', async (lost, reason) => {
  const folder = await repository();
  await cp(join(folder, 'node_modules'), join(folder, 'whole'), { recursive: true, verbatimSymlinks: true });
  await rm(join(folder, lost), { recursive: true });
  const npm = await fakeNpm(
    folder,
    "fs.rmSync('node_modules', { recursive: true, force: true }); fs.cpSync('whole', 'node_modules', { recursive: true, verbatimSymlinks: true });",
  );
  expect(await run(folder, npm, 'hello')).toEqual({
    code: 7,
    out: '',
    err: `Installing packages with npm ci, because ${reason}. This can take a minute.\n`,
  });
  expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('ci\n');
});

test('a package of another version than the lock says is installed again', async () => {
  const folder = await repository();
  await write(join(folder, 'node_modules/a/package.json'), '{"version":"1.9.0"}');
  const npm = await fakeNpm(folder, `fs.writeFileSync('node_modules/a/package.json', '{"version":"2.0.0"}')`);
  const { code, err } = await run(folder, npm, 'hello');
  expect({ code, err }).toMatchObject({ code: 7, err: expect.stringContaining('a is 1.9.0, not 2.0.0') });
});

test('an install that fails is one sentence and exit code 1', async () => {
  const folder = await repository();
  await rm(join(folder, 'node_modules/a'), { recursive: true });
  const npm = await fakeNpm(
    folder,
    `console.error('npm error code ENET\\nnpm error no network'); process.exit(1);`,
  );
  expect(await run(folder, npm, 'hello')).toEqual({
    code: 1,
    out: '',
    err: 'Installing packages with npm ci, because a is not installed. This can take a minute.\nnpm ci failed (no network); run npm ci in this folder to see all of it, and then try again.\n',
  });
});

test('a command that does not exist is refused with exit code 2', async () => {
  const folder = await repository();
  const npm = await fakeNpm(folder, '');
  expect(await run(folder, npm, '../hello')).toMatchObject({ code: 2, out: '' });
});
