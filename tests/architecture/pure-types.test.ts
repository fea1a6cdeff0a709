import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'worktime-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Slips by what they reach for; each would compile in a browser or in Node. */
const slips = {
  document: 'export const title = document.title;',
  chrome: 'export const id = chrome.runtime.id;',
  fetch: 'export const answer = fetch("https://github.com");',
  setTimeout: 'export const timer = setTimeout(() => {}, 1);',
  crypto: 'export const id = crypto.randomUUID();',
  performance: 'export const at = performance.now();',
  localStorage: 'export const kept = localStorage.length;',
  process: 'export const home = process.env.HOME;',
};
const legitimate =
  'export const host = URL.parse("https://github.com")?.hostname ?? new Date(7).toISOString();';

const fileOf = (name: string): string => join(folder, `${name}.ts`);
for (const [name, text] of Object.entries({ ...slips, legitimate })) writeFileSync(fileOf(name), text);

const { config } = ts.readConfigFile(join(root, 'tsconfig.pure.json'), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram(
  [...Object.keys({ ...slips, legitimate }).map(fileOf), join(root, 'src/domain/globals.d.ts')],
  options,
);
const complaintsOf = (name: string): string[] =>
  program
    .getSemanticDiagnostics(program.getSourceFile(fileOf(name)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

test('the core is compiled without the types of browsers and of Node', () => {
  expect(options.types).toEqual([]);
  expect(options.lib?.map((lib) => lib.toLowerCase())).toEqual(['lib.es2023.d.ts']);
});

test('domain, machines and ports are all of what is compiled so', () => {
  const folders = new Set(
    fileNames.map((file) =>
      file
        .slice(root.length + 1)
        .split('/')
        .slice(0, 2)
        .join('/'),
    ),
  );
  expect([...folders].sort()).toEqual(['src/domain', 'src/machines', 'src/ports']);
});

test.each(Object.keys(slips))('a slip to %s does not compile', (name) => {
  expect(complaintsOf(name)).toEqual([expect.stringMatching(`Cannot find name '${name}'`)]);
});

test('what the language itself has compiles', () => {
  expect(complaintsOf('legitimate')).toEqual([]);
});
