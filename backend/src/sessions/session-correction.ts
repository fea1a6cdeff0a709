import type { CorrectionRequest } from '@worktime/contract';
import { type Outcome, refuse } from '../http/problem.ts';
import type { SessionRow } from './session-row.ts';
import { implausible, isPlausible } from './session-terms.ts';
import type { Correction } from './sessions.store.ts';
import { sessionDeleted, sessionNotFound, type Verdict } from './sessions.verdict.ts';

/** Reads a correction; refuses an instant outside of what the server's clock allows. */
export function readCorrection(request: CorrectionRequest, now: number): Outcome<Correction> {
  const startMs = request.start_time === undefined ? null : Date.parse(request.start_time);
  const endMs = request.end_time === undefined ? null : Date.parse(request.end_time);
  if (startMs !== null && !isPlausible(startMs, now)) return implausible('start_time');
  if (endMs !== null && !isPlausible(endMs, now)) return implausible('end_time');
  return { ok: true, value: { startMs, endMs, durationSeconds: request.duration_seconds ?? null } };
}

/** The longest name that a client may give a correction, in characters. */
const KEY_MAX = 64;

/** Reads the name under which a client makes a correction, however often it sends it; null where it gives none. */
export function readCorrectionKey(header: string | undefined): Outcome<string | null> {
  if (header !== undefined && header.length > KEY_MAX)
    return refuse(400, 'invalid_request', `Idempotency-Key: at most ${KEY_MAX} characters.`);
  return { ok: true, value: header?.toLowerCase() ?? null };
}

/** Judges a correction by the row it left: corrected, or which rule the result would have broken. */
export function judgeCorrection(
  { row, isCorrected }: { row: SessionRow | null; isCorrected: boolean },
  { startMs, endMs, durationSeconds }: Correction,
): Verdict {
  if (row === null) return sessionNotFound();
  if (row.deleted_at_ms !== null) return sessionDeleted();
  if (isCorrected) return { ok: true, status: 200, row };
  const end = endMs ?? row.end_ms;
  const duration = durationSeconds ?? row.duration_seconds;
  if (end === null || duration === null) {
    return refuse(
      422,
      'session_not_ended',
      'An active session takes end_time and duration_seconds together.',
    );
  }
  if (end < (startMs ?? row.start_ms)) {
    return refuse(422, 'end_before_start', 'The session would end before it starts.');
  }
  return refuse(
    422,
    'duration_exceeds_span',
    'duration_seconds would be more than the time from start to end.',
  );
}
