import { type Refusal, refuse } from '../http/problem.ts';
import { isSameEnding, isSameStart, type SessionRow, toResource } from './session-row.ts';
import { checkFit, type EndTerms, type SessionTerms } from './session-terms.ts';
import type { Admission } from './sessions.store.ts';

/** What a client is told about one session: its row under a success status, or a refusal. */
export type Verdict =
  | { readonly ok: true; readonly status: 200 | 201; readonly row: SessionRow }
  | { readonly ok: false; readonly refusal: Refusal };

/** The one answer for a session that does not exist and for one that belongs to somebody else. */
export function sessionNotFound() {
  return refuse(404, 'session_not_found', 'You have no such session.');
}

/** The answer for a session that was deleted: it is done with, and cannot come back. */
export function sessionDeleted() {
  return refuse(410, 'session_deleted', 'This session was deleted.');
}

/** Judges an admission by the row it left: made, replayed, contradicted, or deleted. */
export function judgeAdmission({ row, isNew }: Admission, { start, ending }: SessionTerms): Verdict {
  if (row.deleted_at_ms !== null) return sessionDeleted();
  if (!isSameStart(row, start)) {
    return refuse(422, 'client_id_reused', 'This client_id belongs to a session that began otherwise.');
  }
  const ended = ending === null ? null : judgeEnding(row, ending);
  if (ended !== null && !ended.ok) return ended;
  return { ok: true, status: isNew ? 201 : 200, row };
}

/** Judges an ending by the row it left: these terms ended it, others did, or its start does not allow them. */
export function judgeEnding(row: SessionRow | null, ending: EndTerms): Verdict {
  if (row === null) return sessionNotFound();
  if (row.deleted_at_ms !== null) return sessionDeleted();
  if (row.end_ms !== null) {
    if (isSameEnding(row, ending)) return { ok: true, status: 200, row };
    return refuse(409, 'ending_conflict', 'The session has ended otherwise; that ending stands.', {
      stored: toResource(row),
    });
  }
  const misfit = checkFit(row.start_ms, ending);
  if (misfit === null) throw new Error('an active session was not ended by terms that fit it');
  return misfit;
}
