import type { EpochMs } from './time.ts';

/** One step of one machine, without anything that tells what was read or who did: no title, no name, no token. */
export interface TraceEntry {
  /** Which machine, as its catalogue names it. */
  machine: 'session' | 'syncItem' | 'auth';
  /** Which instance of it: a pull request, an item, the one sign-in. */
  id: string;
  /** The event's type; `made` where the instance began without one. */
  event: string;
  /** Why it happened, where the event says so: a pause's reason, a failure's kind, an item's kind. */
  cause: string | null;
  /** The states as paths, such as `active.counting`; `from` is `null` where the instance is new. */
  from: string | null;
  to: string;
  at: EpochMs;
  /** When the instance asks to be looked at again, if nothing happens before. */
  dueAt: EpochMs | null;
}

/** How many steps are kept. */
export const TRACE_LENGTH = 50;

/** A state's value as a path, such as `active.counting`. */
export const statePath = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => `${name}.${statePath(inner)}`)
        .join(', ')
    : String(value ?? '');

const isAgain = (last: TraceEntry, next: TraceEntry): boolean =>
  last.from === last.to &&
  (['machine', 'id', 'event', 'cause', 'from', 'to'] as const).every((name) => last[name] === next[name]);

/** The trace with one more step, its oldest ones forgotten. A step that an instance repeats in place stays one. */
export const traced = (trace: readonly TraceEntry[], entry: TraceEntry): TraceEntry[] => {
  const last = trace.findLast(({ machine, id }) => machine === entry.machine && id === entry.id);
  const kept = last && isAgain(last, entry) ? trace.filter((known) => known !== last) : trace;
  return [...kept, entry].slice(-TRACE_LENGTH);
};
