// The door that every npm script goes through. Plain JavaScript without dependencies, because it also runs on the
// machine's own Node (20 or later), in a clone that has no node_modules yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const windows = process.platform === 'win32';
const bundledNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

const fail = (sentence, code) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
};

const isReal = (path) => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

/** Why one entry of the lock file is not honoured by node_modules, or undefined when it is. */
const lacking = (location, entry) => {
  const name = location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (entry.link) {
    const linked = isReal(join(root, location));
    return linked !== undefined && linked === isReal(join(root, entry.resolved))
      ? undefined
      : `${name} is not linked`;
  }
  const installed = readJson(join(root, location, 'package.json'))?.version;
  if (installed === undefined) return `${name} is not installed`;
  if (installed !== entry.version) return `${name} is ${installed}, not ${entry.version}`;
  const topLevel = location === `node_modules/${name}`;
  const missing = topLevel && Object.keys(entry.bin ?? {}).find((command) => !existsSync(join(bin, command)));
  return missing ? `the command ${missing} of ${name} is not linked` : undefined;
};

/** The first thing that the installed tree lacks, in words, or undefined when the tree is whole. */
const whatIsMissing = (lock) => {
  if (!existsSync(modules)) return 'nothing is installed yet';
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (installed === undefined) return 'the last install did not finish';
  for (const [location, entry] of Object.entries(lock.packages)) {
    const owed = location.startsWith('node_modules/') && (!entry.optional || location in installed);
    const reason = owed ? lacking(location, entry) : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
};

const withoutBin = (path = '') =>
  path
    .split(delimiter)
    .filter((folder) => resolve(folder) !== bin)
    .join(delimiter);

const install = (reason) => {
  process.stderr.write(`Installing packages with npm ci, because ${reason}. This can take a minute.\n`);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const env = { ...process.env, PATH: withoutBin(process.env.PATH) };
  // npm's own Node, not the one below node_modules that npm ci is about to delete.
  const done = npm?.endsWith('.js')
    ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], { cwd: root, env })
    : spawnSync('npm', args, { cwd: root, env, shell: windows });
  if (done.signal) process.exit(1);
  if (done.status === 0) return;
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}`;
  if (process.env.DEBUG) process.stderr.write(output);
  const first = output.match(/npm error (?!code\b|errno\b|syscall\b)(.+)/)?.[1] ?? done.error?.message;
  fail(
    `npm ci failed${first ? ` (${first.trim()})` : ''}; run npm ci in this folder to see all of it, and then try again.`,
    1,
  );
};

const runs = (command) => spawnSync(command, ['--version']).status === 0;

/** The Node to run the tools on: the one that the project brings, else the machine's where it is new enough. */
const chooseNode = () => {
  if (runs(bundledNode)) return bundledNode;
  const needed = (readJson(join(root, 'package.json'))?.engines?.node ?? '').replace(/^\D+/, '');
  const [major = 0, minor = 0] = needed.split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return process.execPath;
  return fail(
    `The Node ${needed} that this project brings along did not install (is npm set to ignore-scripts?), and this machine's is ${process.versions.node}; install Node ${needed} or later.`,
    1,
  );
};

const [name = '', ...args] = process.argv.slice(2);
const script = join(root, 'scripts', `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) fail(`There is no command named "${name}" here.`, 2);

const lock = readJson(join(root, 'package-lock.json'));
if (lock?.packages === undefined) fail('package-lock.json is missing or damaged; take it from git again.', 1);
const reason = whatIsMissing(lock);
if (reason !== undefined) {
  install(reason);
  const still = whatIsMissing(lock);
  if (still !== undefined) fail(`npm ci ended well, and yet ${still}; delete node_modules and try again.`, 1);
}

const child = spawn(chooseNode(), [script, ...args], {
  cwd: root,
  env: { ...process.env, PATH: `${bin}${delimiter}${withoutBin(process.env.PATH)}` },
  // The channel carries nothing: its closing tells the command that this process was killed.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm was killed without a chance to hand that on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 1_000).unref();
child.on('error', (error) => fail(`The command ${name} could not be started: ${error.message}.`, 1));
child.on('exit', (code, signal) => {
  process.exit(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
});
