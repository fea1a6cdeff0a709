import type { TraceEntry } from '../src/domain/trace.ts';
import { clockTime } from './inspection-lines.ts';

/** A saved trace as lines for a terminal, in the form in which an inspected worker reports its steps. */
export const traceLines = (steps: readonly TraceEntry[]): string[] =>
  steps.flatMap(({ at, id, event, cause, from, to, dueAt }) => [
    `${clockTime(at)}  ${id}  ${event}${cause === null ? '' : ` (${cause})`}  ${from === to ? to : `${from ?? 'new'} → ${to}`}`,
    ...(dueAt === null ? [] : [`      due at ${clockTime(dueAt)}, in ${((dueAt - at) / 1000).toFixed(1)} s`]),
  ]);
