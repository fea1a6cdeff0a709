import ELK from 'elkjs/lib/elk.bundled.js';
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Chart, ChartState, Way } from './chart.ts';
import { type Look, type TextLine, wholeLook } from './text.ts';

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
const CHAIN = '(above) ';

/** Every level of a picture goes by these: the state that it begins in is on top. */
const optionsOf = ({ spacing, strategy }: Look): Record<string, string> => ({
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.randomSeed': '1',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(spacing.states),
  'elk.layered.spacing.edgeNodeBetweenLayers': String(spacing.lines),
  'elk.spacing.nodeNode': String(spacing.states),
  'elk.spacing.edgeNode': String(spacing.lines),
  'elk.spacing.edgeEdge': String(spacing.lines),
  ...strategy,
});

const statesIn = (state: ChartState): ChartState[] => [state, ...state.states.flatMap(statesIn)];

const edgeIdOf = ({ from, to }: Way): string => `${from}→${to}`;

const nodeOf = (state: ChartState, look: Look): ElkNode => {
  const { width, height } = look.sizeOf(look.headOf(state));
  if (state.states.length === 0) return { id: idOf(state.path), width, height };
  const start = state.initial === undefined ? [] : [{ id: startOf(state.path), width: START, height: START }];
  const { top, around } = look.paddingOf(state);
  return {
    id: idOf(state.path),
    children: [...start, ...state.states.map((inner) => nodeOf(inner, look))],
    layoutOptions: {
      ...optionsOf(look),
      'elk.padding': `[top=${height + top},left=${around},bottom=${around},right=${around}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
  };
};

/** Keeps states with no way between them one below the other, where a picture must be narrow. */
const chainsOf = ({ root, ways }: Chart): ElkExtendedEdge[] => {
  const known = new Set(ways.map(edgeIdOf));
  return statesIn(root)
    .filter(({ path }) => path !== '')
    .flatMap(({ states }) =>
      states.slice(1).flatMap((state, index) => {
        const above = states[index]?.path ?? '';
        const isJoined = known.has(`${above}→${state.path}`) || known.has(`${state.path}→${above}`);
        return isJoined ? [] : [{ id: `${CHAIN}${state.path}`, sources: [above], targets: [state.path] }];
      }),
    );
};

const edgesOf = (chart: Chart, look: Look): ElkExtendedEdge[] => {
  const starts = statesIn(chart.root).flatMap(({ path, initial }) =>
    initial === undefined
      ? []
      : [{ id: startOf(path), sources: [startOf(path)], targets: [idOf(initial)], labels: [] }],
  );
  return [
    ...starts,
    ...(look.isNarrow ? chainsOf(chart) : []),
    ...chart.ways.map((way) => ({
      id: edgeIdOf(way),
      sources: [idOf(way.from)],
      targets: [idOf(way.to)],
      labels: [
        {
          id: `label of ${edgeIdOf(way)}`,
          text: edgeIdOf(way),
          ...look.sizeOf(look.labelOf(way, chart)),
          layoutOptions: { 'elk.edgeLabels.inline': 'true' },
        },
      ],
    })),
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

const wayOf = (edge: ElkExtendedEdge, chart: Chart, look: Look): PlacedWay => {
  const way = chart.ways.find((known) => edgeIdOf(known) === edge.id);
  const [section] = edge.sections ?? [];
  const [label] = edge.labels ?? [];
  const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
  return {
    from: way?.from,
    to: way?.to ?? edge.targets[0] ?? '',
    points: points.map(pointOf),
    label: way && label && { ...boxOf(label), lines: look.labelOf(way, chart) },
  };
};

/** Lays a chart out, the same way every time. */
export async function layout(chart: Chart, look: Look = wholeLook): Promise<Geometry> {
  const laid = await new ELK().layout({
    id: 'picture',
    children: [nodeOf(chart.root, look)],
    edges: edgesOf(chart, look),
    layoutOptions: { ...optionsOf(look), 'elk.json.shapeCoords': 'ROOT', 'elk.json.edgeCoords': 'ROOT' },
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
      lines: look.headOf(state),
    })),
    starts: states.flatMap(({ path, initial }) => (initial === undefined ? [] : [boxAt(startOf(path))])),
    ways: (laid.edges ?? [])
      .filter(({ id }) => !id.startsWith(CHAIN))
      .map((edge) => wayOf(edge, chart, look)),
  };
}
