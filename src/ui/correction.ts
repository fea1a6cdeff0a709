import { type EpochMs, toIso } from '../domain/time.ts';
import type { Command } from '../messages/commands.ts';
import { fromLocalInput, toLocalInput } from './local-time-input.ts';

/** An ended session, as far as it can be corrected. */
export interface Correctable {
  id: string;
  startedAt: EpochMs;
  endedAt: EpochMs;
  durationSeconds: number;
}

/** What the fields of the form hold, as text. */
export interface CorrectionFields {
  start: string;
  end: string;
  minutes: string;
}

/** Why the fields cannot stand. `most` is the longest time, in seconds, that fits between start and end. */
export type CorrectionProblem =
  | { kind: 'unreadable' }
  | { kind: 'out-of-order' }
  | { kind: 'in-future' }
  | { kind: 'too-long'; most: number };

type CorrectCommand = Extract<Command, { type: 'CORRECT_SESSION' }>;

/** The fields of a session as it stands. */
export const fieldsOf = (session: Correctable): CorrectionFields => ({
  start: toLocalInput(session.startedAt),
  end: toLocalInput(session.endedAt),
  minutes: String(Math.floor(session.durationSeconds / 60)),
});

/**
 * The command that makes the session what the fields say, with only what differs from it; `null` where nothing does.
 * What cannot be told from the fields, such as milliseconds, stays as it is; minutes that nobody touched are left to the
 * worker, which knows when between the new times there was attention.
 */
export const correctionOf = (
  session: Correctable,
  fields: CorrectionFields,
  now: EpochMs,
): { ok: true; command: CorrectCommand | null } | { ok: false; problem: CorrectionProblem } => {
  const before = fieldsOf(session);
  const start = fields.start === before.start ? session.startedAt : fromLocalInput(fields.start);
  const end = fields.end === before.end ? session.endedAt : fromLocalInput(fields.end);
  const minutes = /^\d+$/.test(fields.minutes.trim()) ? Number(fields.minutes) : null;
  if (start === null || end === null || minutes === null)
    return { ok: false, problem: { kind: 'unreadable' } };
  const seconds = fields.minutes === before.minutes ? session.durationSeconds : minutes * 60;
  if (end <= start) return { ok: false, problem: { kind: 'out-of-order' } };
  if (end > now) return { ok: false, problem: { kind: 'in-future' } };
  const most = Math.floor((end - start) / 1000);
  if (seconds > most && seconds !== session.durationSeconds)
    return { ok: false, problem: { kind: 'too-long', most } };
  const change = {
    ...(start === session.startedAt ? {} : { start_time: toIso(start) }),
    ...(end === session.endedAt ? {} : { end_time: toIso(end) }),
    ...(seconds === session.durationSeconds ? {} : { duration_seconds: seconds }),
  };
  const command = { type: 'CORRECT_SESSION', data: { id: session.id, ...change } } as const;
  return { ok: true, command: Object.keys(change).length === 0 ? null : command };
};
