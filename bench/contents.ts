import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { root } from '../scripts/command.ts';

const UNMAPPED = 'JSON and the bundler’s own';

/** Where a source belongs: the package that it is from, else its folder. */
const originOf = (source: string): string => {
  const installed = source.split('node_modules/').at(-1) ?? '';
  if (installed !== source) return installed.split('/', installed.startsWith('@') ? 2 : 1).join('/');
  return /(?:src\/\w+|contract)(?=\/)/.exec(source)?.[0] ?? source;
};

/**
 * What minified files are made of, by their source maps: bytes by module and by package or folder, largest first.
 * `files` are paths below `folder`, each with a map beside it.
 */
export async function contentsOf(
  folder: string,
  files: Iterable<[path: string, code: string]>,
): Promise<{ modules: [string, number][]; origins: [string, number][] }> {
  const nameOf = (path: string, source: string): string =>
    source === UNMAPPED ? source : relative(root, resolve(folder, path, '..', source));
  const modules = new Map<string, number>();
  const origins = new Map<string, number>();
  for (const [path, code] of files) {
    const text = await readFile(join(folder, `${path}.map`), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const map = new SourceMap(JSON.parse(text));
    for (const [line, written] of code.split('\n').entries()) {
      for (let column = 0; column < written.length; column += 1) {
        const found = map.findEntry(line, column);
        // Node's types do not know of entries without a source.
        const source: string = ('originalSource' in found && found.originalSource) || UNMAPPED;
        const name = nameOf(path, source);
        modules.set(name, (modules.get(name) ?? 0) + 1);
      }
    }
  }
  for (const [source, bytes] of modules) {
    const origin = originOf(source);
    origins.set(origin, (origins.get(origin) ?? 0) + bytes);
  }
  const largestFirst = (bytes: Map<string, number>) => [...bytes].sort((a, b) => b[1] - a[1]);
  return { modules: largestFirst(modules), origins: largestFirst(origins) };
}
