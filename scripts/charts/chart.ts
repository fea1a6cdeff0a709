import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One state, as a picture or a table needs it. */
export type ChartState = {
  /** The path of its names from the machine's root, such as `active.counting`; empty for the root. */
  path: string;
  name: string;
  description: string;
  tags: string[];
  isFinal: boolean;
  /** The path of the state that it begins in, where it has states inside. */
  initial: string | undefined;
  /** What it answers to without leaving it, and for the root what it answers to in every state. */
  answers: Answer[];
  states: ChartState[];
};

/** What happens on an event. */
export type Answer = {
  event: string;
  /** The name of the condition; `otherwise` where the ones before did not hold; undefined where there is none. */
  guard: string | undefined;
  actions: string[];
  /** The path of the state that it leads to, where it leads to one. */
  to: string | undefined;
};

/** The ways from one state to another, all of them drawn as one line. */
export type Way = { from: string; to: string; answers: Answer[] };

/** A machine as a picture sees it: states in states, and ways between them. */
export type Chart = { name: string; root: ChartState; ways: Way[] };

const pathOf = (node: AnyStateNode): string => node.path.join('.');

const nameOf = (part: unknown): string =>
  typeof part === 'string'
    ? part
    : typeof part === 'object' && part !== null && 'type' in part
      ? String(part.type)
      : 'unnamed';

const answerOf = (
  { eventType, guard, target, actions }: AnyTransitionDefinition,
  isFirst: boolean,
): Answer => {
  const [goal] = target ?? [];
  return {
    event: eventType,
    guard: guard ? nameOf(guard) : isFirst ? undefined : 'otherwise',
    actions: actions.map(nameOf),
    to: goal && pathOf(goal),
  };
};

const answersOf = (node: AnyStateNode): Answer[] =>
  [...node.transitions.values()].flatMap((candidates) =>
    candidates.map((candidate, index) => answerOf(candidate, index === 0)),
  );

/** A root's answer is no way from anywhere: it is drawn as a line of the frame. */
const isWay = (node: AnyStateNode, { to }: Answer): boolean => to !== undefined && node.parent !== undefined;

const stateOf = (node: AnyStateNode): ChartState => {
  const [first] = node.initial?.target ?? [];
  return {
    path: pathOf(node),
    name: node.key,
    description: node.description ?? '',
    tags: node.tags,
    isFinal: node.type === 'final',
    initial: first && pathOf(first),
    answers: answersOf(node).filter((answer) => !isWay(node, answer)),
    states: Object.values(node.states).map(stateOf),
  };
};

const nodesBelow = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap(nodesBelow),
];

const waysFrom = (node: AnyStateNode): Way[] => {
  const ways = new Map<string, Way>();
  for (const answer of answersOf(node)) {
    if (answer.to === undefined || !isWay(node, answer)) continue;
    const way = ways.get(answer.to) ?? { from: pathOf(node), to: answer.to, answers: [] };
    way.answers.push(answer);
    ways.set(answer.to, way);
  }
  return [...ways.values()];
};

/** Reads the chart of a machine from its definition. */
export const chartOf = (name: string, machine: AnyStateMachine): Chart => ({
  name,
  root: stateOf(machine.root),
  ways: nodesBelow(machine.root).flatMap(waysFrom),
});

/** An answer as one line: `event [guard]`. */
export const labelOf = ({ event, guard }: Answer): string => (guard ? `${event} [${guard}]` : event);
