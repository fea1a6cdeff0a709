import { createWebSocketInspector } from '@statelyai/inspect';
import { redact } from '../domain/redaction.ts';
import { machines } from '../machines/index.ts';
import type { Instance } from './charts.ts';
import { type Change, deadlineOf } from './decide.ts';

type Inspector = ReturnType<typeof createWebSocketInspector>;
type Actor = Extract<Parameters<Inspector['actor']>[0], object>;

/** Who takes part besides the instances: where commits, effects and deadlines go. */
const OTHERS = ['store', 'outside', 'wake'] as const;

const nameOf = ({ chart, id }: Instance): string => (chart === id ? chart : `${chart} ${id}`);

/** The inspector asks a live actor for its machine. A stored snapshot has none, so this is all that it is asked for. */
const actorOf = (instance: Instance): Actor =>
  ({ sessionId: nameOf(instance), logic: machines[instance.chart].machine }) as unknown as Actor;

const owedBy = (instance: Instance | null): Instance['owed'] => instance?.owed ?? [];

/** What moved an instance that got no event: it was made with this commit, or an effect that it owed is done. */
const silentCause = ({ before, after }: Change) =>
  before
    ? { type: 'effect.done' }
    : { type: 'made', kind: after?.item?.kind, session: after?.item?.session_id };

/**
 * Tells an inspector of every commit: which instances it moved, the events that moved them, the effects that are owed
 * since, and the deadlines that were set. An instance is introduced, as it was, the first time that it moves.
 */
const createObserver = (inspector: Pick<Inspector, 'actor' | 'event' | 'snapshot'>) => {
  const introduced = new Set<string>();
  let commits = 0;

  const introduce = ({ before }: Change, instance: Instance): void => {
    if (introduced.has(nameOf(instance))) return;
    introduced.add(nameOf(instance));
    const was = before ? { value: before.value, context: before.context } : {};
    inspector.actor(actorOf(instance), { status: 'active', ...was });
  };

  const tellEffects = ({ before, after }: Change, source: string): void => {
    const known = new Set(owedBy(before).map(({ id }) => id));
    for (const { id, type, params } of owedBy(after))
      if (!known.has(id)) inspector.event('outside', { type: `effect.${type}`, params }, { source });
  };

  const tellDeadline = ({ before, after }: Change, source: string): void => {
    const was = before && deadlineOf(before);
    const due = after && deadlineOf(after);
    if (due === was) return;
    const event = due === null ? { type: 'deadline.cleared' } : { type: 'deadline.set', due };
    inspector.event('wake', event, { source });
  };

  const tell = (change: Change): void => {
    const { before, after } = change;
    const instance = after ?? before;
    if (instance === null) return;
    introduce(change, instance);
    const name = nameOf(instance);
    const event = change.event ?? silentCause(change);
    inspector.event(name, event);
    const snapshot = after
      ? { status: 'active' as const, value: after.value, context: after.context }
      : { status: 'done' as const, value: change.reached, context: instance.context };
    inspector.snapshot(name, snapshot, { event });
    tellEffects(change, name);
    tellDeadline(change, name);
    if (after === null) introduced.delete(name);
  };

  for (const other of OTHERS) inspector.actor(other);
  return (changes: readonly Change[]): void => {
    if (changes.length === 0) return;
    commits += 1;
    const moved = changes.flatMap(({ before, after }) => {
      const instance = after ?? before;
      return instance ? [nameOf(instance)] : [];
    });
    inspector.event('store', { type: 'commit', number: commits, moved });
    for (const change of changes) tell(change);
  };
};

/** An observer that reports to whoever listens at a WebSocket address, without tokens and titles. */
export const inspectOver = (url: string): ((changes: readonly Change[]) => void) =>
  createObserver(
    createWebSocketInspector({
      url,
      maxDeferredEvents: 2_000,
      sanitizeEvent: redact,
      sanitizeContext: redact,
      // Every instance goes by its own name; the inspector would call all of a kind by their machine's.
      serialize: (event) => (event.type === '@xstate.actor' ? { ...event, name: event.sessionId } : event),
    }),
  );
