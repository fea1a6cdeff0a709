import { execFileSync, spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, root, runCommand } from './command.ts';
import { faultsOfLock } from './lock-file.ts';
import { dangersIn, secretsIn } from './source-faults.ts';

/** One check: what it is called and how it is run. It answers with what it found, or undefined when all is well. */
type Step = { name: string; run: () => Promise<string | undefined> };

/** Runs a tool of node_modules/.bin; what it printed is the finding when it fails. */
const tool = (command: string, ...args: string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      shell: process.platform === 'win32',
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : output.trim() || `exit code ${code}`));
  });

const typeSteps = (): Step[] =>
  globSync('{.,*,*/*}/tsconfig*.json', { cwd: root, exclude: (name) => name.includes('node_modules') })
    .filter((file) => !file.includes('tsconfig.base'))
    .sort()
    .map((file) => ({ name: `types of ${file}`, run: () => tool('tsc', '--noEmit', '-p', file) }));

const lockIsWhole = async (): Promise<string | undefined> =>
  faultsOfLock(readFileSync(join(root, 'package-lock.json'), 'utf8')).join('\n') || undefined;

/** Every file that git keeps, or would keep with the next commit. */
const keptFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));

const faultsOf = (files: readonly string[], faultsIn: (text: string) => string[]): string | undefined =>
  files
    .flatMap((file) => faultsIn(readFileSync(join(root, file), 'utf8')).map((fault) => `${file}, ${fault}`))
    .join('\n') || undefined;

const optional = (file: string, step: Step): Step[] => (existsSync(join(root, file)) ? [step] : []);

const steps = (): Step[] => [
  ...typeSteps(),
  { name: 'lint and format', run: () => tool('biome', 'ci', '--error-on-warnings') },
  ...optional('.dependency-cruiser.js', {
    name: 'architecture',
    run: () =>
      tool(
        'depcruise',
        '--config',
        '.dependency-cruiser.js',
        'src',
        'contract',
        'backend',
        'scripts',
        'tests',
        'bench',
      ),
  }),
  { name: 'unused code', run: () => tool('knip') },
  ...optional('scripts/docs.ts', {
    name: 'generated docs up to date',
    run: () => tool('node', 'scripts/docs.ts', '--check'),
  }),
  { name: 'lock file whole, without download addresses', run: lockIsWhole },
  { name: 'no secrets', run: async () => faultsOf(keptFiles(), secretsIn) },
  {
    name: 'no markup or code from text',
    run: async () =>
      faultsOf(
        keptFiles().filter((file) => file.startsWith('src/')),
        dangersIn,
      ),
  },
];

await runCommand(async () => {
  readArguments('npm run check', {});
  let failures = 0;
  for (const { name, run } of steps()) {
    const began = performance.now();
    const finding = await run();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${finding === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
    if (finding === undefined) continue;
    failures += 1;
    process.stdout.write(`\n${finding}\n\n`);
  }
  process.stdout.write(failures === 0 ? 'All checks pass.\n' : `${failures} of the checks failed.\n`);
  return failures === 0 ? 0 : 1;
});
