import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const primer = dirname(require.resolve('@primer/primitives/package.json'));
const css = (path: string): string => readFileSync(join(primer, 'dist/css', path), 'utf8');

type Tokens = Map<string, string>;

/** The custom properties of a file's first theme: what follows in it repeats them for the system's setting. */
const declarationsOf = (text: string): Tokens => {
  const [first = ''] = text.split('@media (prefers-color-scheme');
  return new Map(
    [...first.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
};

const shared = [
  'base/size/size.css',
  'functional/size/border.css',
  'functional/size/radius.css',
  'functional/typography/typography.css',
].map(css);

const theme = (name: string): Tokens =>
  new Map([
    ...shared.flatMap((text) => [...declarationsOf(text)]),
    ...declarationsOf(css(`functional/themes/${name}.css`)),
  ]);

const resolve = (tokens: Tokens, name: string): string => {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`Primer has no token ${name}`);
  return value.replaceAll(/var\((--[\w-]+)\)/g, (_, inner: string) => resolve(tokens, inner));
};

const lightDark = (light: string, dark: string): string =>
  light === dark ? light : `light-dark(${light}, ${dark})`;

const block = (indent: string, declarations: Array<[string, string]>): string =>
  declarations.map(([name, value]) => `${indent}${name}: ${value};\n`).join('');

/** The names of the Primer tokens that the style sheets of a folder use. A name of one word is a page's own. */
export const usedTokens = (folder: string): string[] => {
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.css') && !file.endsWith('tokens.css'),
  );
  const names = sheets.flatMap((sheet) =>
    [...readFileSync(join(folder, sheet), 'utf8').matchAll(/var\((--\w+-[\w-]+)/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(names)].sort();
};

/** A style sheet of just these tokens: Primer's light and dark, and its high contrast for those who ask for more. */
export const tokensSheet = (names: readonly string[]): string => {
  const light = theme('light');
  const dark = theme('dark');
  const lightMore = theme('light-high-contrast');
  const darkMore = theme('dark-high-contrast');
  const usual = names.map((name): [string, string] => [
    name,
    lightDark(resolve(light, name), resolve(dark, name)),
  ]);
  const more = names
    .map((name): [string, string] => [name, lightDark(resolve(lightMore, name), resolve(darkMore, name))])
    .filter(([name, value]) => !usual.some(([known, usualValue]) => known === name && usualValue === value));
  return [
    '/* Made from @primer/primitives by tests/ui/primer-tokens.test.ts; `npx vitest run primer-tokens -u` makes it again. */\n',
    `:root {\n${block('  ', usual)}}\n\n`,
    `@media (prefers-contrast: more) {\n  :root {\n${block('    ', more)}  }\n}\n`,
  ].join('');
};
