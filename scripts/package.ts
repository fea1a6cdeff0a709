import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { readArguments, root, runCommand } from './command.ts';
import { buildExtension } from './extension-build.ts';

// The earliest instant that a zip can hold, in every time zone: the same build always gives the same bytes.
const noTime = new Date(1980, 0, 1);

/** All files below `folder` as a zip's entries, in the order of their names, directories left implicit. */
async function entriesOf(folder: string): Promise<Zippable> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const entries: Zippable = {};
  for (const path of paths) {
    const name = relative(folder, path).split(sep).join('/');
    if (name.startsWith('.vite/') || name.endsWith('.map')) continue;
    const bytes = name === 'manifest.json' ? forTheStore(await readFile(path, 'utf8')) : await readFile(path);
    entries[name] = [new Uint8Array(bytes), { mtime: noTime, level: 9 }];
  }
  return entries;
}

/** The manifest as the Web Store takes it: the Store gives the item its own key, and refuses one that comes along. */
function forTheStore(manifest: string): Buffer {
  const { key: _, ...rest } = JSON.parse(manifest);
  return Buffer.from(`${JSON.stringify(rest, null, 2)}\n`);
}

await runCommand(async () => {
  readArguments('npm run package', {});
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'worktime-package-'));
  try {
    const apiBaseUrl = await buildExtension({ outDir: folder });
    if (new URL(apiBaseUrl).protocol !== 'https:') {
      process.stderr.write(
        `This package talks to ${apiBaseUrl}, which only this machine has; set VITE_API_BASE_URL to your backend before you publish.\n`,
      );
    }
    const name = `worktime-${version}.zip`;
    const bytes = zipSync(await entriesOf(folder));
    await writeFile(join(root, name), bytes);
    process.stdout.write(`${name} (${(bytes.length / 1024).toFixed(1)} KiB)\n`);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
