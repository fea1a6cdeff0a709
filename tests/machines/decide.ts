import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';

/** An action that a machine asked for. */
interface Asked {
  type: string;
  params: unknown;
}

/** Where a machine stands after an event, and what that event made it ask for. */
export interface Decision {
  snapshot: AnyMachineSnapshot;
  asked: Asked[];
}

const askedOf = (actions: ReadonlyArray<{ type: string; params?: unknown }>): Asked[] =>
  actions.map(({ type, params }) => ({ type, params: params ?? null }));

/** Where a machine starts. */
export const begin = (machine: AnyStateMachine, input?: unknown): AnyMachineSnapshot =>
  initialTransition(machine, input as never)[0];

/** What is stored of a snapshot, as it comes back from the store. */
const stored = ({ value, context }: AnyMachineSnapshot): { value: unknown; context: unknown } =>
  JSON.parse(JSON.stringify({ value, context }));

/** The snapshot that a later worker makes of what was stored. */
export const revive = (machine: AnyStateMachine, snapshot: AnyMachineSnapshot): AnyMachineSnapshot =>
  machine.resolveState(stored(snapshot) as never);

/** One pure step on a snapshot. */
export const decide = (
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: { type: string },
): Decision => {
  const [next, actions] = transition(machine, snapshot, event);
  return { snapshot: next, asked: askedOf(actions) };
};

/** Many steps, each on a snapshot that was stored and revived in between, as the worker takes them. */
export const decideAll = (
  machine: AnyStateMachine,
  from: AnyMachineSnapshot,
  events: ReadonlyArray<{ type: string }>,
): Decision =>
  events.reduce<Decision>(
    ({ snapshot, asked }, event) => {
      const next = decide(machine, revive(machine, snapshot), event);
      return { snapshot: next.snapshot, asked: [...asked, ...next.asked] };
    },
    { snapshot: from, asked: [] },
  );
