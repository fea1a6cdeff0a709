import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from '../scripts/extension-build.ts';
import { moduleGraph, pageFiles, type Size, sizeOf } from './built-files.ts';
import { contentsOf } from './contents.ts';
import { atMost, type Gate, type Report, type Row, tableOf } from './report.ts';
import { xstateCore } from './xstate-core.ts';

/** How many of the worker's modules are listed. */
const LISTED = 20;

const rowsOf = (what: string, ours: Size, peer: Size | null, gate: Gate): Row[] => [
  { what: `${what}, gzip -9`, unit: 'B', ours: ours.gzip, peer: peer?.gzip ?? null, gate },
  { what: `${what}, raw`, unit: 'B', ours: ours.raw, peer: peer?.raw ?? null, gate: null },
];

/**
 * Sizes of what a person installs, in bytes (a KB is 1,000). The worker counts with every chunk that it imports, the
 * popup with its scripts and styles. The peer is XState's own core. A build gives the same bytes every time, so there
 * is no noise and no control.
 */
export async function sizes(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'worktime-sizes-'));
  try {
    await buildExtension({ outDir: folder, sourcemap: 'hidden' });
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    const worker = await moduleGraph(folder, manifest.background.service_worker);
    const popup = await pageFiles(folder, manifest.action.default_popup);
    const scripts: string[] = manifest.content_scripts.flatMap(({ js }: { js: string[] }) => js);
    const content = await Promise.all(scripts.map((path) => readFile(join(folder, path), 'utf8')));
    const { modules, origins } = await contentsOf(folder, worker);
    const listed = (entries: [string, number][]) =>
      tableOf(entries.map(([name, bytes]) => [name, `${bytes} B`]));
    return {
      title: 'sizes: what a person installs',
      rows: [
        ...rowsOf(
          'service worker against XState’s core',
          sizeOf([...worker.values()]),
          sizeOf([await xstateCore()]),
          atMost(1.6),
        ),
        ...rowsOf('content script', sizeOf(content), null, atMost(3_000)),
        {
          what: 'mentions of XState in the content script',
          unit: '',
          ours: content.join('').match(/xstate/gi)?.length ?? 0,
          peer: null,
          gate: atMost(0),
        },
        ...rowsOf('popup', sizeOf([...popup.values()]), null, atMost(40_000)),
      ],
      notes: [
        `The worker by package and folder, minified:\n${listed(origins)}`,
        `Its ${LISTED} largest modules, minified:\n${listed(modules.slice(0, LISTED))}`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
