import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';

/** Sizes of some files in bytes: as they are, and the sum of each one's `gzip -9`. */
export interface Size {
  raw: number;
  gzip: number;
}

/** Adds up the sizes of texts. */
export const sizeOf = (texts: readonly string[]): Size => ({
  raw: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  gzip: texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0),
});

/** What a built module imports statically, as it says it. */
const importsOf = (code: string): string[] =>
  parseAst(code).body.flatMap((statement) =>
    'source' in statement && statement.source ? [String(statement.source.value)] : [],
  );

/** A built module and all that it imports, by path below `folder`. */
export async function moduleGraph(folder: string, entry: string): Promise<Map<string, string>> {
  const graph = new Map<string, string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (graph.has(path)) continue;
    const code = await readFile(join(folder, path), 'utf8');
    graph.set(path, code);
    const base = new URL(path, 'file:///');
    waiting.push(...importsOf(code).map((target) => new URL(target, base).pathname.slice(1)));
  }
  return graph;
}

/** A built page with every script and style that it loads, by path below `folder`. */
export async function pageFiles(folder: string, page: string): Promise<Map<string, string>> {
  const html = await readFile(join(folder, page), 'utf8');
  const base = new URL(page, 'file:///');
  const files = new Map([[page, html]]);
  for (const [, target = ''] of html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
    const path = new URL(target, base).pathname.slice(1);
    if (path.endsWith('.css')) files.set(path, await readFile(join(folder, path), 'utf8'));
    else for (const [name, code] of await moduleGraph(folder, path)) files.set(name, code);
  }
  return files;
}
