import * as v from 'valibot';
import type { EpochMs } from '../domain/time.ts';
import { statePath, TRACE_LENGTH, type TraceEntry, traced } from '../domain/trace.ts';
import { TRACE_KEY } from '../messages/keys.ts';
import { Trace } from '../messages/trace.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { type Change, deadlineOf } from './decide.ts';

/** While steps come one after the other, they are kept at most this often. */
const KEEP_EVERY_MS = 500;

const causeOf = ({ after, event }: Change): string | null => {
  if (event === null) return after?.item?.kind ?? null;
  if ('because' in event) return event.because;
  return 'failure' in event ? event.failure.kind : null;
};

const entryOf = (change: Change, now: EpochMs): TraceEntry[] => {
  const { before, after, event, reached } = change;
  const instance = after ?? before;
  const isSilent = event === null && before !== null;
  if (instance === null || isSilent) return [];
  return [
    {
      machine: instance.chart,
      id: instance.id,
      event: event?.type ?? 'made',
      cause: causeOf(change),
      from: before && statePath(before.value),
      to: statePath(reached),
      at: event?.at ?? now,
      dueAt: after && deadlineOf(after),
    },
  ];
};

/** What the trace needs from outside. */
export interface TraceParts {
  /** A store that forgets with the browser, so that a trace costs no writing to disk. */
  store: Store;
  clock: Pick<Clock, 'now'>;
  later(ms: number, work: () => void): void;
}

/** The last steps of all machines. */
interface MachineTrace {
  note(changes: readonly Change[]): void;
  /** Forgets every step so far. */
  forget(): Promise<void>;
}

/**
 * Keeps the last steps of all machines for pages to show, under {@link TRACE_KEY}. It is told after a commit and is no
 * part of it: a worker that dies may lose the last half second of its trace, and nothing else.
 */
export const createTrace = ({ store, clock, later }: TraceParts): MachineTrace => {
  let known: Promise<TraceEntry[]> | null = null;
  let fresh: TraceEntry[] = [];
  let isKeeping = false;

  const load = async (): Promise<TraceEntry[]> => {
    const stored = await store.get([TRACE_KEY]);
    const parsed = v.safeParse(Trace, stored[TRACE_KEY]);
    return parsed.success ? parsed.output : [];
  };

  const keep = async (): Promise<void> => {
    known ??= load();
    const former = await known;
    const added = fresh;
    fresh = [];
    const trace = added.reduce(traced, former);
    known = Promise.resolve(trace);
    await store.commit({ [TRACE_KEY]: trace });
  };

  /** Keeps at once what came after a rest, and what follows together. A trace that cannot be kept is not missed. */
  const keepInTime = async (): Promise<void> => {
    if (isKeeping) return;
    isKeeping = true;
    await keep().catch(() => {});
    later(KEEP_EVERY_MS, () => {
      isKeeping = false;
      if (fresh.length > 0) void keepInTime();
    });
  };

  return {
    note: (changes) => {
      const entries = changes.flatMap((change) => entryOf(change, clock.now()));
      if (entries.length === 0) return;
      fresh = entries.slice(-TRACE_LENGTH).reduce(traced, fresh);
      void keepInTime();
    },
    forget: async () => {
      known = Promise.resolve([]);
      fresh = [];
      await store.commit({}, [TRACE_KEY]).catch(() => {});
    },
  };
};
