import type { ChartGeometry, ChartStateBox, ChartWay } from '../../src/ui/charts/geometry.ts';
import type { Chart, ChartState, Way } from './chart.ts';
import { type Box, type Geometry, layout, type PlacedWay, type Point } from './layout.ts';
import type { Look } from './text.ts';

/** The width that a side panel has for a picture, in CSS pixels. */
const WIDTH = 324;

const BOX_HEIGHT = 36;
const BADGE = 18;
const BEND = 6;

/** The layout engine's ways to arrange a picture; which of them is narrow depends on the machine. */
const strategies = ['DEPTH_FIRST', 'INTERACTIVE', 'GREEDY'].flatMap((cycles) =>
  ['LONGEST_PATH', 'COFFMAN_GRAHAM'].flatMap((layers) =>
    ['NETWORK_SIMPLEX', 'BRANDES_KOEPF'].map((placement) => ({
      'elk.layered.cycleBreaking.strategy': cycles,
      'elk.layered.layering.strategy': layers,
      'elk.layered.layering.coffmanGraham.layerBound': '2',
      'elk.layered.nodePlacement.strategy': placement,
    })),
  ),
);

/** Answers with the longest of the words that a state goes by, in whatever language. */
export type LongestName = (machine: string, state: ChartState) => string;

const lookOf = (machine: string, longestName: LongestName, chosen: Record<string, string>): Look => ({
  headOf: (state) => (state.path === '' ? [] : [{ kind: 'name', text: longestName(machine, state) }]),
  labelOf: (way, { ways }) => [{ kind: 'answer', text: String(ways.indexOf(way) + 1) }],
  sizeOf: ([line]) => {
    if (line === undefined) return { width: 0, height: 0 };
    if (line.kind === 'answer') return { width: BADGE, height: BADGE };
    return { width: Math.max(72, Math.ceil(line.text.length * 7.4 + 24)), height: BOX_HEIGHT };
  },
  paddingOf: ({ path }) => (path === '' ? { top: 1, around: 1 } : { top: 2, around: 10 }),
  spacing: { states: 14, lines: 8 },
  strategy: chosen,
  isNarrow: true,
});

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const towards = (from: Point, to: Point, by: number): Point => {
  const share = by / (distance(from, to) || 1);
  return {
    x: Math.round(from.x + (to.x - from.x) * share),
    y: Math.round(from.y + (to.y - from.y) * share),
  };
};

const at = ({ x, y }: Point): string => `${x} ${y}`;

/** A line through points with its corners rounded. */
const lineThrough = (points: readonly Point[]): string =>
  points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${at(point)}`;
      if (after === undefined) return `L${at(point)}`;
      const bend = Math.min(BEND, distance(before, point) / 2, distance(point, after) / 2);
      return `L${at(towards(point, before, bend))}Q${at(point)} ${at(towards(point, after, bend))}`;
    })
    .join('');

const middleOf = ({ x, y, width, height }: Box): Point => ({
  x: Math.round(x + width / 2),
  y: Math.round(y + height / 2),
});

const statesIn = (state: ChartState): ChartState[] => [state, ...state.states.flatMap(statesIn)];

const stateBox = ({ states }: Geometry, state: ChartState): ChartStateBox[] => {
  const placed = states.find(({ path }) => path === state.path);
  if (placed === undefined || state.path === '') return [];
  const { path, x, y, width, height, isFinal, isFrame } = placed;
  const { name, description } = state;
  return [{ path, name, description, x, y, width, height, isFinal, isFrame }];
};

const placedWay = ({ ways }: Geometry, { from, to, answers }: Way): ChartWay[] => {
  const placed = ways.find((way) => way.from === from && way.to === to);
  if (placed?.label === undefined) return [];
  const events = [...new Set(answers.map(({ event }) => event))];
  return [{ from, to, events, line: lineThrough(placed.points), at: middleOf(placed.label) }];
};

/** Where a machine's instance begins: the innermost of the states that begin. */
const initialOf = (state: ChartState): string => {
  const inner = statesIn(state).find(({ path }) => path === state.initial);
  return inner === undefined ? state.path : initialOf(inner);
};

const isStart = ({ from }: PlacedWay): boolean => from === undefined;

/** How far from the top an instance begins, in pixels: a picture is read from there. */
const startsAt = ({ states }: Geometry, chart: Chart): number =>
  states.find(({ path }) => path === chart.root.initial)?.y ?? 0;

/** What a picture loses by: what does not fit, how far down it begins, and a little its height. */
const costOf = (picture: Geometry, chart: Chart): number =>
  10 * Math.max(0, picture.width - WIDTH) + startsAt(picture, chart) + picture.height / 4;

const laidOut = async (chart: Chart, longestName: LongestName): Promise<Geometry> => {
  const pictures = await Promise.all(
    strategies.map((chosen) => layout(chart, lookOf(chart.name, longestName, chosen))),
  );
  return pictures.reduce((best, picture) => (costOf(picture, chart) < costOf(best, chart) ? picture : best));
};

/** A machine's picture for a narrow page: names in boxes, and numbered ways that the page tells in words. */
export async function panelGeometry(chart: Chart, longestName: LongestName): Promise<ChartGeometry> {
  const picture = await laidOut(chart, longestName);
  const starts = picture.ways.filter(isStart);
  return {
    name: chart.name,
    width: picture.width,
    height: picture.height,
    initial: initialOf(chart.root),
    states: statesIn(chart.root).flatMap((state) => stateBox(picture, state)),
    starts: picture.starts.map((dot, index) => ({
      ...middleOf(dot),
      line: lineThrough(starts[index]?.points ?? []),
    })),
    ways: chart.ways.flatMap((way) => placedWay(picture, way)),
  };
}
