import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { impuritiesOf } from './impurity.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync('src/{domain,machines,ports}/**/*.ts', { cwd: root }).sort();

test('the core is found', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      join('src', 'domain', 'session.ts'),
      join('src', 'machines', 'session.machine.ts'),
      join('src', 'ports', 'clock.ts'),
    ]),
  );
});

test.each(files)('%s reads no clock, draws no chance, sets no timer and touches no browser', (file) => {
  expect(impuritiesOf(file, readFileSync(join(root, file), 'utf8'))).toEqual([]);
});

test.each([
  ['const at = Date.now();', 'Date.now'],
  ['const { now } = Date; const read = Date.now;', 'Date.now'],
  ['const at = new Date();', 'new Date()'],
  ['const at = new Date;', 'new Date()'],
  ['const text = Date();', 'Date()'],
  ['const jitter = Math.random();', 'Math.random'],
  ['const id = crypto.randomUUID();', 'crypto'],
  ['const at = performance.now();', 'performance'],
  ['setTimeout(() => {}, 1);', 'setTimeout'],
  ['void chrome.storage.local.get(null);', 'chrome'],
  ['const { random } = globalThis.Math;', 'globalThis'],
  ['const later = { later: setTimeout }.later;', 'setTimeout'],
  ['void fetch("https://github.com");', 'fetch'],
])('an impurity is found out: %s', (text, finding) => {
  expect(impuritiesOf('impure.ts', text)).toEqual([`impure.ts:1 ${finding}`]);
});

test.each([
  'const iso = new Date(7).toISOString();',
  'const most = Math.max(1, 2);',
  'const at = Date.parse("2027-01-15T08:00:00Z");',
  'const port = { now: () => 7, chrome: 1 }; port.chrome;',
  '// Date.now() is not called here',
])('what depends on its arguments alone is pure: %s', (text) => {
  expect(impuritiesOf('pure.ts', text)).toEqual([]);
});
