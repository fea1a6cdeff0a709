import type { TraceEntry } from '../../domain/trace.ts';
import type { AuthView, OpenSessionView } from '../../domain/view.ts';
import type { ChartGeometry, ChartWay } from './geometry.ts';

const sessionStates: Record<OpenSessionView['state'], string> = {
  counting: 'active.counting',
  paused: 'active.paused',
  ending: 'ending',
};

const authStates: Record<AuthView['state'], string> = {
  valid: 'valid',
  refreshing: 'refreshing',
  'signed-out': 'reauth.signedOut',
  expired: 'reauth.expired',
  'signing-in': 'reauth.signingIn',
};

/** Where a review stands on its chart; where no review is open, too. */
export const sessionPosition = (session: Pick<OpenSessionView, 'state'> | null): string =>
  session === null ? 'idle' : sessionStates[session.state];

/** Where the sign-in stands on its chart. */
export const authPosition = ({ state }: Pick<AuthView, 'state'>): string => authStates[state];

/** Whether `path` is `outer` or lies inside it. */
export const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`);

/** The ways that lead out of a state: its own ones first, then those of the states around it. */
export const waysFrom = ({ ways }: ChartGeometry, path: string): ChartWay[] =>
  ways.filter(({ from }) => isWithin(path, from)).toSorted((a, b) => b.from.length - a.from.length);

/** Whether an event leads anywhere from a state. */
export const canTake = (chart: ChartGeometry, path: string, event: string): boolean =>
  waysFrom(chart, path).some(({ events }) => events.includes(event));

/** The way that a step took; `null` where it stayed, or began there. */
export const wayTaken = (chart: ChartGeometry, step: TraceEntry | undefined): ChartWay | null => {
  if (step === undefined || step.machine !== chart.name) return null;
  const from = step.from ?? chart.initial;
  if (from === step.to) return null;
  return (
    waysFrom(chart, from).find(({ to, events }) => isWithin(step.to, to) && events.includes(step.event)) ??
    null
  );
};
