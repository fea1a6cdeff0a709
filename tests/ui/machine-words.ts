import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { machines } from '../../src/machines/index.ts';
import { wordName } from '../../src/ui/charts/word-name.ts';

const nodesBelow = (node: AnyStateNode): AnyStateNode[] =>
  Object.values(node.states).flatMap((inner) => [inner, ...nodesBelow(inner)]);

const all = Object.entries(machines).map(([name, { machine }]): [string, AnyStateMachine] => [
  name,
  machine as AnyStateMachine,
]);

/** Every state of every machine: the names of its texts, and what its machine says that it means. */
export const stateWords = all.flatMap(([machine, { root }]) =>
  nodesBelow(root).map((node) => ({
    name: wordName('state', machine, node.path.join('.')),
    meaning: wordName('state', machine, node.path.join('.'), 'means'),
    description: node.description ?? '',
  })),
);

/** The names of the texts of every event that a machine answers to. */
export const eventWords = [
  ...new Set([
    wordName('event', 'made'),
    ...all.flatMap(([, { root }]) =>
      [root, ...nodesBelow(root)].flatMap((node) => node.ownEvents.map((event) => wordName('event', event))),
    ),
  ]),
];
