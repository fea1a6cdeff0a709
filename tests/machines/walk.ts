import type { AnyActorLogic, AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getStateNodes } from 'xstate/graph';
import type { Chart } from './charts.ts';

/** One event taken in one situation. */
export interface Step {
  before: AnyMachineSnapshot;
  event: { type: string };
  after: AnyMachineSnapshot;
}

interface Transition {
  source: AnyStateNode;
  eventType: string;
  guard?: unknown;
}

const nodesOf = (machine: AnyStateMachine): AnyStateNode[] => [machine.root, ...getStateNodes(machine)];

const listsOf = (node: AnyStateNode): Transition[][] => [
  ...[...node.transitions.values()],
  ...(node.always ? [node.always] : []),
];

const nameOf = ({ source, eventType, guard }: Transition): string =>
  `${source.id} on ${eventType || 'its own'}, ${guard === undefined ? 'else' : `if ${guardName(guard)}`}`;

const guardName = (guard: unknown): string => (typeof guard === 'string' ? guard : 'a guard without a name');

const refusalOf = (source: AnyStateNode, eventType: string): string =>
  `${source.id} on ${eventType}, if none of its guards holds`;

const isGuarded = (list: readonly Transition[]): boolean => list.every(({ guard }) => guard !== undefined);

/** Every branch of every transition of a machine, and the way past each that has guards only. */
export const branchesOf = (machine: AnyStateMachine): string[] =>
  nodesOf(machine).flatMap((node) =>
    listsOf(node).flatMap((list) => [
      ...list.map(nameOf),
      ...(isGuarded(list) ? [refusalOf(node, list[0]?.eventType ?? '')] : []),
    ]),
  );

/** Every state of a machine. */
export const statesOf = (machine: AnyStateMachine): string[] => nodesOf(machine).map(({ id }) => id);

/** The states that a snapshot is in. */
export const activeStates = (machine: AnyStateMachine, { value }: AnyMachineSnapshot): string[] => {
  const { _nodes: nodes } = machine.resolveState({ value, context: {} }) as unknown as {
    _nodes: AnyStateNode[];
  };
  return nodes.map(({ id }) => id);
};

/** The branches that an event takes, innermost state first, until one of them is a transition. */
const branchesTaken = (machine: AnyStateMachine, { before, event }: Step): string[] => {
  const taken = machine.getTransitionData(before, event as never) as Transition[];
  const states = activeStates(machine, before);
  const nodes = nodesOf(machine)
    .filter(({ id }) => states.includes(id))
    .sort((a, b) => b.path.length - a.path.length);
  const branches: string[] = [];
  for (const node of nodes) {
    const list = node.transitions.get(event.type) ?? [];
    if (taken.some(({ source }) => source === node)) return [...branches, ...taken.map(nameOf)];
    if (list.length > 0) branches.push(refusalOf(node, event.type));
  }
  return branches;
};

/**
 * Walks a chart with xstate/graph: breadth first to every situation that can be reached, and in each of them through
 * every event once.
 */
export const walk = ({ machine, input, nextEvents, essenceOf }: Chart) => {
  const situations = getAdjacencyMap(machine as AnyActorLogic, {
    input,
    events: (snapshot) => nextEvents(snapshot),
    stopWhen: ({ status }) => status !== 'active',
    serializeState: (snapshot) => JSON.stringify(essenceOf(snapshot)),
    limit: 100_000,
  });
  const steps = adjacencyMapToArray(situations).map(
    ({ state: before, event, nextState: after }): Step => ({ before, event, after }),
  );
  return {
    steps,
    situations: Object.values(situations).map(({ state }) => state),
    branches: new Set(steps.flatMap((step) => branchesTaken(machine, step))),
    states: new Set(Object.values(situations).flatMap(({ state }) => activeStates(machine, state))),
  };
};
