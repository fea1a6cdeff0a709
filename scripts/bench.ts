/**
 * `npm run bench`, or `npm run bench -- sizes wake` for some groups; `million-days` runs only where it is named. Prints a table a group and writes all of it to
 * `bench/results.json`. A gate that is `over` ends the command with 1 where it is about sizes or counts; a gate about
 * time is only printed, because a busy machine moves it: read it beside the control row, in which the peer is measured
 * against itself.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { isFailing, type Report, ratioOf, textOf, verdictOf } from '../bench/report.ts';
import { ExpectedProblem, readArguments, root, runCommand } from './command.ts';

const groups: Record<string, () => Promise<Report>> = {
  sizes: async () => (await import('../bench/sizes.ts')).sizes(),
  enqueue: async () => (await import('../bench/enqueue.ts')).enqueue(),
  memory: async () => (await import('../bench/memory.ts')).memory(),
  wake: async () => (await import('../bench/wake.ts')).wake(),
  sensor: async () => (await import('../bench/sensor.ts')).sensor(),
  pages: async () => (await import('../bench/pages.ts')).pages(),
  runtime: async () => (await import('../bench/runtime.ts')).runtime(),
  backend: async () => (await import('../bench/backend.ts')).backend(),
  'backend-scale': async () => (await import('../bench/backend-scale.ts')).backendScale(),
  simulation: async () => (await import('../bench/simulation.ts')).simulation(),
  drain: async () => (await import('../bench/drain.ts')).drain(),
};

/** Groups that take too long to be run unnamed. */
const longGroups: typeof groups = {
  'million-days': async () => (await import('../bench/simulation.ts')).millionDays(),
};

const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
};

await runCommand(async () => {
  const { positionals } = readArguments('npm run bench', {}, { positionals: true });
  const chosen = positionals.length > 0 ? positionals : Object.keys(groups);
  const reports: Report[] = [];
  for (const name of chosen) {
    const run = groups[name] ?? longGroups[name];
    if (run === undefined)
      throw new ExpectedProblem(
        `There is no group "${name}" of benchmarks; there are ${Object.keys({ ...groups, ...longGroups }).join(', ')}.`,
        2,
      );
    const report = await run();
    process.stdout.write(`${textOf(report)}\n\n`);
    reports.push(report);
  }
  const results = reports.map(({ title, rows }) => ({
    title,
    rows: rows.map((row) => ({ ...row, ratio: ratioOf(row), verdict: verdictOf(row) })),
  }));
  const file = join(root, 'bench', 'results.json');
  await writeFile(file, `${JSON.stringify({ machine, reports: results }, null, 2)}\n`);
  const over = reports.flatMap(({ rows }) => rows).filter(isFailing);
  for (const { what } of over) process.stdout.write(`over its gate: ${what}\n`);
  return over.length > 0 ? 1 : 0;
});
