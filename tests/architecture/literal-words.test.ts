import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literalWords } from './literal-words.ts';

const folder = join(import.meta.dirname, '../../src/ui');

test.each(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx')))(
  '%s shows nothing to a person but what the locale files say',
  (file) => {
    expect(literalWords(file, readFileSync(join(folder, file), 'utf8'))).toEqual([]);
  },
);

test.each([
  ['<p>Saved</p>', ['Saved']],
  ["<p>{busy ? 'Saving' : say('x')}</p>", ['Saving']],
  ["<p>{name ?? 'Nobody'}</p>", ['Nobody']],
  ['<p>{`#$' + '{count} left`}</p>', [' left']],
  ["<p>{state === 'failed' && <b>Failed</b>}</p>", ['Failed']],
  ['<button aria-label="Close" class="icon-button" />', ['Close']],
  ["<button title={open ? 'Close' : say('x')} />", ['Close']],
  ["<p class={tone ? 'a b' : 'c d'}>{say('x')} · #{number}</p>", []],
])('the rule finds what it is for: %s', (text, found) => {
  expect(literalWords('a.tsx', text)).toEqual(found);
});
