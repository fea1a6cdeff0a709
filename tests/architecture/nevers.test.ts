import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const LIBRARY = 'node_modules/library/index.js';

const addressOf = (from: string, to: string): string => relative(dirname(from), to).replace(/^(?!\.)/, './');

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

/** What the repository's own rules say of a tree that consists of these imports. */
const judge = (imports: ReadonlyArray<readonly [from: string, to: string]>): string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'worktime-nevers-'));
  folders.push(folder);
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const texts = new Map(['src/a.ts', 'contract/a.ts', 'backend/a.ts'].map((file) => [file, '']));
  for (const [from, to] of imports) {
    const address = to === LIBRARY ? 'library' : addressOf(from, to);
    texts.set(from, `${texts.get(from) ?? ''}import '${address}';\n`);
    if (to !== LIBRARY && !to.endsWith('absent.ts')) texts.set(to, texts.get(to) ?? '');
  }
  for (const [file, text] of texts) write(file, `${text}export {};\n`);
  write('package.json', '{ "type": "module", "dependencies": { "library": "*" } }');
  write('node_modules/library/package.json', '{ "name": "library", "main": "index.js" }');
  write(LIBRARY, '');
  cpSync(join(root, '.dependency-cruiser.js'), join(folder, '.dependency-cruiser.js'));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', '.dependency-cruiser.js', '--output-type', 'json', 'src', 'contract', 'backend'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { violations }: { violations: Violation[] } = JSON.parse(stdout).summary;
  return violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`).sort();
};

/** Imports that must never be, by the rule that forbids each. */
const forbidden: ReadonlyArray<readonly [rule: string, from: string, to: string]> = [
  ['core-is-pure', 'src/domain/one.ts', 'src/adapters/store.ts'],
  ['core-is-pure', 'src/machines/two.ts', 'src/ui/popup.ts'],
  ['core-is-pure', 'src/ports/three.ts', 'src/messages/commands.ts'],
  ['adapters-do-not-decide', 'src/adapters/four.ts', 'src/machines/session.ts'],
  ['adapters-do-not-decide', 'src/adapters/five.ts', 'src/ui/popup.ts'],
  ['pages-only-talk', 'src/ui/six.ts', 'src/adapters/store.ts'],
  ['pages-only-talk', 'src/content/seven.ts', 'src/ports/clock.ts'],
  ['content-is-small', 'src/content/eight.ts', 'src/machines/session.ts'],
  ['content-is-small', 'src/content/nine.ts', LIBRARY],
  ['nothing-needs-the-background', 'src/messages/ten.ts', 'src/background/runtime.ts'],
  ['extension-knows-no-backend', 'src/messages/eleven.ts', 'backend/routes.ts'],
  ['backend-knows-no-extension', 'backend/twelve.ts', 'src/domain/time.ts'],
  ['contract-knows-nobody', 'contract/thirteen.ts', 'src/domain/time.ts'],
  ['no-orphan-imports', 'src/domain/fourteen.ts', 'absent.ts'],
  ['no-cycles', 'src/domain/fifteen.ts', 'src/domain/sixteen.ts'],
];

describe('the rules of the architecture', () => {
  const imports = forbidden.map(([, from, to]): [string, string] => [from, to]);
  const found = judge([...imports, ['src/domain/sixteen.ts', 'src/domain/fifteen.ts']]);

  test.each(forbidden)('%s: %s must not import %s', (rule, from, to) => {
    const target = to === 'absent.ts' ? addressOf(from, to) : to;
    expect(found).toContain(`${rule}: ${from} → ${target}`);
  });

  test('find those faults and no others', () => {
    expect(found).toHaveLength(forbidden.length);
  });

  test('are all among those that were broken here', async () => {
    const { default: config } = await import(pathToFileURL(join(root, '.dependency-cruiser.js')).href);
    const names: string[] = config.forbidden.map(({ name }: { name: string }) => name);
    expect(names.filter((name) => !forbidden.some(([rule]) => rule === name))).toEqual([]);
  });

  test('find no fault with the imports that the layout is made of', () => {
    expect(
      judge([
        ['src/machines/session.ts', 'src/domain/session.ts'],
        ['src/machines/session.ts', LIBRARY],
        ['src/ports/clock.ts', 'src/domain/time.ts'],
        ['src/adapters/clock.ts', 'src/ports/clock.ts'],
        ['src/adapters/api.ts', 'contract/session.ts'],
        ['src/background/worker.ts', 'src/adapters/api.ts'],
        ['src/background/worker.ts', 'src/machines/session.ts'],
        ['src/content/sensor.ts', 'src/messages/sensor.ts'],
        ['src/ui/popup.ts', 'src/messages/commands.ts'],
        ['src/ui/chart.ts', 'src/machines/session.ts'],
        ['backend/routes.ts', 'contract/session.ts'],
      ]),
    ).toEqual([]);
  });
});
