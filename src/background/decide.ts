import { initialTransition, transition } from 'xstate';
import { type EpochMs, earliest, toEpochMs } from '../domain/time.ts';
import type { AuthEvent } from '../machines/auth.events.ts';
import { machines } from '../machines/index.ts';
import type { SessionEvent } from '../machines/session.events.ts';
import type { SyncItemEvent } from '../machines/sync-item.machine.ts';
import type { Instance } from './charts.ts';

/** Something that happened to one instance. `birth` makes the instance where there is none. */
export type Message =
  | { chart: 'session'; id: string; event: SessionEvent; birth?: unknown }
  | { chart: 'syncItem'; id: string; event: SyncItemEvent }
  | { chart: 'auth'; id: string; event: AuthEvent };

/** An action that a machine asked for, with its parameters. */
export interface Action {
  type: string;
  params: unknown;
}

/** An instance before and after a commit. */
export interface Change {
  before: Instance | null;
  after: Instance | null;
  event: Message['event'] | null;
  /** The value of the state that it came to, also where it is no longer kept for that. */
  reached?: unknown;
}

/** An instance as it begins, and the actions that this asks for. */
export const begin = (chart: Instance['chart'], id: string, input: unknown): [Instance, Action[]] => {
  const [snapshot, actions] = initialTransition(machines[chart].machine, input as never);
  const { value, context } = snapshot as unknown as Pick<Instance, 'value' | 'context'>;
  return [{ chart, id, value, context, owed: [] }, actions as Action[]];
};

/**
 * A machine whose initial snapshot is made once. XState makes one for every step, and looks at none of them, which is
 * half of what a step costs.
 */
const stepping = <M extends object>(machine: M & { getInitialSnapshot(...args: never[]): unknown }): M => {
  let initial: unknown;
  const getInitialSnapshot = (...args: never[]): unknown => {
    initial ??= machine.getInitialSnapshot(...args);
    return initial;
  };
  return Object.create(machine, { getInitialSnapshot: { value: getInitialSnapshot } });
};

const steppers: Record<Instance['chart'], object> = {
  session: stepping(machines.session.machine),
  auth: stepping(machines.auth.machine),
  syncItem: stepping(machines.syncItem.machine),
};

/** The pure step: where an instance goes on an event, and the actions that this asks for. */
export const decide = (instance: Instance, event: Message['event']): [Instance, Action[]] => {
  const { machine } = machines[instance.chart];
  const from = machine.resolveState({ value: instance.value as never, context: instance.context as never });
  const [snapshot, actions] = transition(steppers[instance.chart] as never, from as never, event as never);
  const { value, context } = snapshot as unknown as Pick<Instance, 'value' | 'context'>;
  return [{ ...instance, value, context }, actions as unknown as Action[]];
};

/** When an instance asks to be looked at again, whatever its chart calls it. */
export const deadlineOf = ({ context }: Instance): EpochMs | null =>
  [context.dueAt, context.nextAttemptAt].reduce<EpochMs | null>(
    (least, due) => (typeof due === 'number' ? earliest(least, toEpochMs(due)) : least),
    null,
  );
