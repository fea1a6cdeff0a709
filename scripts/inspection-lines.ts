import { statePath } from '../src/domain/trace.ts';
import type { Report } from './inspection-report.ts';

const numberIn = (event: Record<string, unknown>, name: string): number | undefined =>
  typeof event[name] === 'number' ? event[name] : undefined;

/** An instant as a terminal shows it, in local time. */
export const clockTime = (ms: number): string => new Date(ms).toTimeString().slice(0, 8);

const settings = (params: unknown): string =>
  typeof params === 'object' && params !== null && Object.keys(params).length > 0
    ? ` ${JSON.stringify(params)}`
    : '';

/** Reasons and failures, where an event has them: what a reader asks first. */
const causeOf = (event: Record<string, unknown>): string => {
  const { because, failure, kind: made } = event;
  if (typeof because === 'string') return ` (${because})`;
  if (typeof made === 'string') return ` (${made})`;
  const kind = typeof failure === 'object' && failure !== null && 'kind' in failure && failure.kind;
  return typeof kind === 'string' ? ` (${kind})` : '';
};

/**
 * Turns reports into lines for a terminal: one for each event with the states it led from and to, and one below it for
 * each effect that it owes and each deadline that it sets. It remembers where every instance stood.
 */
export function createLines(now: () => number = Date.now): (report: Report) => string[] {
  const states = new Map<string, string>();

  const moved = (report: Extract<Report, { type: '@xstate.snapshot' }>): string => {
    const { sessionId, event, snapshot } = report;
    const from = states.get(sessionId) ?? '';
    const to = statePath(snapshot.value);
    if (snapshot.status === 'done') states.delete(sessionId);
    else states.set(sessionId, to);
    const way = from === to ? to : `${from || 'new'} → ${to}`;
    const end = snapshot.status === 'done' ? ', done' : '';
    return `  ${sessionId}  ${event.type}${causeOf(event)}  ${way}${end}`;
  };

  const told = ({ sessionId, event }: Extract<Report, { type: '@xstate.event' }>): string[] => {
    if (sessionId === 'store') return [`${clockTime(now())}  commit ${numberIn(event, 'number') ?? ''}`];
    if (sessionId === 'outside')
      return [`      owes ${event.type.replace(/^effect\./, '')}${settings(event.params)}`];
    if (sessionId !== 'wake') return [];
    const due = numberIn(event, 'due');
    if (due === undefined) return ['      no deadline any more'];
    return [`      due at ${clockTime(due)}, in ${((due - now()) / 1000).toFixed(1)} s`];
  };

  return (report) => {
    switch (report.type) {
      case '@xstate.actor':
        if (report.snapshot.value !== undefined)
          states.set(report.sessionId, statePath(report.snapshot.value));
        return [];
      case '@xstate.event':
        return told(report);
      case '@xstate.snapshot':
        return [moved(report)];
    }
  };
}
