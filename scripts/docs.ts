import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machines } from '../src/machines/index.ts';
import { chartOf } from './charts/chart.ts';
import { layout } from './charts/layout.ts';
import { toSvg } from './charts/svg.ts';
import { machinesPage } from './charts/tables.ts';
import { readArguments, root, runCommand } from './command.ts';

const folder = join(root, 'docs', 'machines');

/** Every generated page by its name: a picture of each machine, and all of them as text. */
async function pages(): Promise<Map<string, string>> {
  const charts = Object.entries(machines).map(([name, { machine }]) => chartOf(name, machine));
  const pictures = await Promise.all(
    charts.map(async (chart): Promise<[string, string]> => [`${chart.name}.svg`, toSvg(await layout(chart))]),
  );
  return new Map([...pictures, ['README.md', machinesPage(charts)]]);
}

await runCommand(async () => {
  const { values } = readArguments('node scripts/docs.ts', { check: { type: 'boolean', default: false } });
  const stale: string[] = [];
  if (!values.check) await mkdir(folder, { recursive: true });
  for (const [name, text] of await pages()) {
    const path = join(folder, name);
    if (values.check) {
      if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) stale.push(name);
    } else await writeFile(path, text);
  }
  if (stale.length > 0) {
    process.stdout.write(
      `The machines differ from ${stale.map((name) => `docs/machines/${name}`).join(', ')}; run: node scripts/docs.ts\n`,
    );
  }
  return stale.length > 0 ? 1 : 0;
});
