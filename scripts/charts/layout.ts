import ELK from 'elkjs/lib/elk.bundled.js';
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { type Chart, type ChartState, labelOf, type Way } from './chart.ts';
import { headLines, lineHeight, padding, sizeOf, type TextLine } from './text.ts';

/** A rectangle in pixels, from the picture's upper left corner. */
export type Box = { x: number; y: number; width: number; height: number };

export type Point = { x: number; y: number };

/** A state with its place. `lines` are its words, from the top. */
export type PlacedState = Box & { path: string; isFinal: boolean; isFrame: boolean; lines: TextLine[] };

/** A line from one state to another. `from` is undefined where it marks the state that another begins in. */
export type PlacedWay = {
  from: string | undefined;
  to: string;
  points: Point[];
  label: (Box & { lines: TextLine[] }) | undefined;
};

/** Where everything of one machine's picture is: plain JSON, all that drawing it needs. */
export type Geometry = {
  name: string;
  width: number;
  height: number;
  /** Outer states before the ones inside them. */
  states: PlacedState[];
  /** The dots that mark where a state begins. */
  starts: Box[];
  ways: PlacedWay[];
};

const START = 10;
const rootId = '(root)';
const idOf = (path: string): string => path || rootId;
const startOf = (path: string): string => `(start of ${idOf(path)})`;

/** Every level of a picture goes by these: the state that it begins in is on top. */
const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.randomSeed': '1',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(2 * lineHeight),
  'elk.layered.spacing.edgeNodeBetweenLayers': String(lineHeight),
  'elk.spacing.nodeNode': String(2 * lineHeight),
  'elk.spacing.edgeNode': String(lineHeight),
  'elk.spacing.edgeEdge': String(lineHeight),
};

const statesIn = (state: ChartState): ChartState[] => [state, ...state.states.flatMap(statesIn)];

const linesOf = (ways: readonly Way[]): Map<string, TextLine[]> =>
  new Map(
    ways.map(({ from, to, answers }) => [
      `${from}→${to}`,
      answers.map((answer): TextLine => ({ kind: 'answer', text: labelOf(answer) })),
    ]),
  );

const nodeOf = (state: ChartState): ElkNode => {
  const { width, height } = sizeOf(headLines(state));
  if (state.states.length === 0) return { id: idOf(state.path), width, height };
  const start = state.initial === undefined ? [] : [{ id: startOf(state.path), width: START, height: START }];
  return {
    id: idOf(state.path),
    children: [...start, ...state.states.map(nodeOf)],
    layoutOptions: {
      ...options,
      'elk.padding': `[top=${height + padding},left=${2 * padding},bottom=${2 * padding},right=${2 * padding}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
  };
};

const edgesOf = ({ root, ways }: Chart): ElkExtendedEdge[] => {
  const starts = statesIn(root).flatMap(({ path, initial }) =>
    initial === undefined
      ? []
      : [{ id: startOf(path), sources: [startOf(path)], targets: [idOf(initial)], labels: [] }],
  );
  const labels = linesOf(ways);
  return [
    ...starts,
    ...ways.map(({ from, to }) => {
      const id = `${from}→${to}`;
      return {
        id,
        sources: [idOf(from)],
        targets: [idOf(to)],
        labels: [
          {
            id: `label of ${id}`,
            text: id,
            ...sizeOf(labels.get(id) ?? []),
            layoutOptions: { 'elk.edgeLabels.inline': 'true' },
          },
        ],
      };
    }),
  ];
};

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
});

const pointOf = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

const nodesIn = (node: ElkNode): ElkNode[] => [node, ...(node.children ?? []).flatMap(nodesIn)];

const wayOf = (edge: ElkExtendedEdge, { ways }: Chart): PlacedWay => {
  const way = ways.find(({ from, to }) => `${from}→${to}` === edge.id);
  const [section] = edge.sections ?? [];
  const [label] = edge.labels ?? [];
  const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
  return {
    from: way?.from,
    to: way?.to ?? edge.targets[0] ?? '',
    points: points.map(pointOf),
    label: way && label && { ...boxOf(label), lines: linesOf([way]).get(edge.id) ?? [] },
  };
};

/** Lays a chart out, the same way every time. */
export async function layout(chart: Chart): Promise<Geometry> {
  const laid = await new ELK().layout({
    id: 'picture',
    children: [nodeOf(chart.root)],
    edges: edgesOf(chart),
    layoutOptions: { ...options, 'elk.json.shapeCoords': 'ROOT', 'elk.json.edgeCoords': 'ROOT' },
  });
  const boxes = new Map(nodesIn(laid).map((node) => [node.id, boxOf(node)]));
  const boxAt = (id: string): Box => boxes.get(id) ?? boxOf({});
  const states = statesIn(chart.root);
  return {
    name: chart.name,
    width: boxAt('picture').width,
    height: boxAt('picture').height,
    states: states.map((state) => ({
      path: state.path,
      ...boxAt(idOf(state.path)),
      isFinal: state.isFinal,
      isFrame: state.states.length > 0,
      lines: headLines(state),
    })),
    starts: states.flatMap(({ path, initial }) => (initial === undefined ? [] : [boxAt(startOf(path))])),
    ways: (laid.edges ?? []).map((edge) => wayOf(edge, chart)),
  };
}
