import type { EpochMs } from '../domain/time.ts';
import type { OpenSessionView } from '../domain/view.ts';

/** The counted time of an open session at `now`, in milliseconds. */
export const countedMs = (
  session: Pick<OpenSessionView, 'countedMs' | 'countingSince'>,
  now: EpochMs,
): number =>
  session.countedMs + (session.countingSince === null ? 0 : Math.max(0, now - session.countingSince));
