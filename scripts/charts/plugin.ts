import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { machines } from '../../src/machines/index.ts';
import { wordName } from '../../src/ui/charts/word-name.ts';
import { type ChartState, chartOf } from './chart.ts';
import { type LongestName, panelGeometry } from './panel-geometry.ts';

const PICTURES = 'virtual:charts';
const STRIPS = 'virtual:chart-strips';

const charts = () => Object.entries(machines).map(([name, { machine }]) => chartOf(name, machine));

const longestNameIn = (folder: string): LongestName => {
  const languages = readdirSync(folder).map((language) =>
    JSON.parse(readFileSync(join(folder, language, 'messages.json'), 'utf8')),
  );
  return (machine, state) =>
    languages
      .map((words): string => words[wordName('state', machine, state.path)]?.message ?? state.name)
      .reduce((longest, name) => (name.length > longest.length ? name : longest), '');
};

const leavesOf = (state: ChartState): string[] =>
  state.states.length === 0 ? [state.path] : state.states.flatMap(leavesOf);

/**
 * Gives pages the pictures of the machines, laid out while they are built: no layout engine and no machine is in a page.
 * A machine that changes changes its picture with the next build.
 */
export function machineCharts(root: string): Plugin {
  const sources: Record<string, () => Promise<string>> = {
    [PICTURES]: async () => {
      const longestName = longestNameIn(join(root, 'public', '_locales'));
      const pictures = await Promise.all(charts().map((chart) => panelGeometry(chart, longestName)));
      return `export const charts = ${JSON.stringify(pictures)};`;
    },
    [STRIPS]: async () => {
      const strips = charts().map(({ name, root: whole }) => [name, leavesOf(whole)]);
      return `export const strips = ${JSON.stringify(Object.fromEntries(strips))};`;
    },
  };
  return {
    name: 'worktime:machine-charts',
    resolveId: (id) => (id in sources ? `\0${id}` : undefined),
    load: (id) => sources[id.slice(1)]?.(),
  };
}
