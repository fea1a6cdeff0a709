import { countSessions } from '../auth/people.store.ts';
import { intervalsText, rowOf, SESSION_COLUMNS, type SessionRow } from './session-row.ts';
import type { EndTerms, SessionTerms } from './session-terms.ts';

/** New values for an entry; null leaves what is there. Instants are in epoch milliseconds. */
export type Correction = {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly durationSeconds: number | null;
};

/** A session's row after it was admitted, and whether this admission made it. */
export type Admission = { readonly row: SessionRow; readonly isNew: boolean };

/**
 * Admits sessions: makes those whose `client_id` the person has not used, ends those that were active and began under
 * the same terms, and answers the row of each `client_id` as it stands then. The unique key decides, so that any number
 * of equal admissions at once make one row. Where two endings name one session, the first in the list wins. Without such
 * a person nothing is admitted and nothing answered. One transaction, and another where a session is to be ended.
 */
export async function admitSessions(
  database: D1Database,
  userId: string,
  terms: readonly SessionTerms[],
  now: number,
): Promise<ReadonlyMap<string, Admission>> {
  const rows = terms.map(rowOf);
  try {
    return await admitRows(database, userId, rows, now);
  } catch (error) {
    if ((await countSessions(database, userId)) === null) return new Map();
    throw error;
  }
}

async function admitRows(
  database: D1Database,
  userId: string,
  rows: readonly SessionRow[],
  now: number,
): Promise<ReadonlyMap<string, Admission>> {
  const list = JSON.stringify(rows);
  const insert = database.prepare(INSERT_SESSIONS).bind(userId, list, now);
  const selectMet = database.prepare(SELECT_IF_MET).bind(userId, list, rows.length);
  const count = database.prepare(COUNT_INSERTED).bind(userId);
  const [inserted, met] = await database.batch<SessionRow>([insert, selectMet, count]);
  if (inserted?.meta.changes === rows.length) return admissionsOf(rows, rows);
  const ends = new Set(rows.filter(({ end_ms }) => end_ms !== null).map(({ client_id }) => client_id));
  if (!met?.results.some(({ end_ms, client_id }) => end_ms === null && ends.has(client_id)))
    return admissionsOf(met?.results ?? [], rows);
  const end = database.prepare(END_SESSIONS).bind(userId, list, now);
  const [, ended] = await database.batch<SessionRow>([end, database.prepare(SELECT).bind(userId, list)]);
  return admissionsOf(ended?.results ?? [], rows);
}

function admissionsOf(
  rows: readonly SessionRow[],
  offered: readonly SessionRow[],
): ReadonlyMap<string, Admission> {
  const ids = new Set(offered.map(({ id }) => id));
  return new Map(rows.map((row) => [row.client_id, { row, isNew: ids.has(row.id) }]));
}

/** Ends a session that is active and whose start allows the terms; answers its row as it stands then, or null. */
export async function endSession(
  database: D1Database,
  userId: string,
  id: string,
  ending: EndTerms,
): Promise<SessionRow | null> {
  const [, selected] = await database.batch<SessionRow>([
    endStatement(database, userId, id, ending),
    selectOne(database, userId, id),
  ]);
  return selected?.results[0] ?? null;
}

/** How many of the corrections of one entry are known again when they come late. */
const KEYS_KEPT = 20;

/**
 * Corrects an entry where the result is sound; answers its row as it stands then, and whether it was corrected. One
 * that was made before under the same `key` changes nothing any more: others may have followed it.
 */
export async function correctSession(
  database: D1Database,
  userId: string,
  id: string,
  { startMs, endMs, durationSeconds }: Correction,
  key: string | null,
): Promise<{ row: SessionRow | null; isCorrected: boolean }> {
  const [updated, selected] = await database.batch<SessionRow & { is_met: number }>([
    database
      .prepare(
        `UPDATE sessions SET start_ms = coalesce(?3, start_ms), end_ms = coalesce(?4, end_ms),
                             duration_seconds = coalesce(?5, duration_seconds),
                             correction_keys = CASE WHEN ?6 IS NULL THEN correction_keys ELSE json_insert(
                               CASE WHEN json_array_length(correction_keys) < ${KEYS_KEPT} THEN correction_keys
                                    ELSE json_remove(correction_keys, '$[0]') END, '$[#]', ?6) END
         WHERE id = ?1 AND user_id = ?2 AND deleted_at_ms IS NULL
           AND NOT EXISTS (SELECT 1 FROM json_each(correction_keys) WHERE value = ?6)
           AND (coalesce(?4, end_ms) IS NULL) = (coalesce(?5, duration_seconds) IS NULL)
           AND (coalesce(?4, end_ms) IS NULL
             OR coalesce(?3, start_ms) + coalesce(?5, duration_seconds) * 1000 <= coalesce(?4, end_ms))
         RETURNING id`,
      )
      .bind(id, userId, startMs, endMs, durationSeconds, key),
    database
      .prepare(
        `SELECT ${SESSION_COLUMNS}, EXISTS (SELECT 1 FROM json_each(correction_keys) WHERE value = ?3) AS is_met
         FROM sessions WHERE id = ?1 AND user_id = ?2`,
      )
      .bind(id, userId, key),
  ]);
  const row = selected?.results[0] ?? null;
  return { row, isCorrected: (updated?.results.length ?? 0) > 0 || row?.is_met === 1 };
}

/** Empties an entry and leaves its mark, so that a replay cannot bring it back; false where there is none. */
export async function deleteSession(
  database: D1Database,
  userId: string,
  id: string,
  now: number,
): Promise<boolean> {
  const [, selected] = await database.batch<SessionRow>([
    database
      .prepare(
        `UPDATE sessions SET deleted_at_ms = ?3, host = '', repo_owner = '', repo_name = '', pr_number = 0,
           pr_title = NULL, time_zone = '', start_ms = 0, end_ms = NULL, duration_seconds = NULL, sent_start_ms = 0,
           sent_end_ms = NULL, sent_duration_seconds = NULL, sent_intervals = NULL, correction_keys = '[]'
         WHERE id = ?1 AND user_id = ?2 AND deleted_at_ms IS NULL`,
      )
      .bind(id, userId, now),
    selectOne(database, userId, id),
  ]);
  return selected?.results[0] !== undefined;
}

function selectOne(database: D1Database, userId: string, id: string): D1PreparedStatement {
  return database
    .prepare(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = ?1 AND user_id = ?2`)
    .bind(id, userId);
}

function endStatement(
  database: D1Database,
  userId: string,
  id: string,
  { endMs, durationSeconds, intervals }: EndTerms,
): D1PreparedStatement {
  const countedFrom = intervals?.[0]?.[0] ?? endMs;
  return database
    .prepare(
      `UPDATE sessions SET end_ms = ?3, duration_seconds = ?4, sent_end_ms = ?3, sent_duration_seconds = ?4,
                           sent_intervals = ?5
       WHERE id = ?1 AND user_id = ?2 AND end_ms IS NULL AND deleted_at_ms IS NULL
         AND start_ms + ?4 * 1000 <= ?3 AND start_ms <= ?6`,
    )
    .bind(id, userId, endMs, durationSeconds, intervalsText(intervals), countedFrom);
}

const INSERT = `
  INSERT INTO sessions (${SESSION_COLUMNS}, user_id, created_at_ms)
  SELECT ${SESSION_COLUMNS.replaceAll(/\w+/g, "value ->> '$.$&'")}, ?1, ?3 FROM json_each(?2) WHERE true
  ON CONFLICT (user_id, client_id)`;

const INSERT_SESSIONS = `${INSERT} DO NOTHING`;

const COUNT_INSERTED = 'UPDATE people SET session_total = session_total + changes() WHERE id = ?1';

/** Every session of the list is there: each ending goes to the session under its `client_id` where it belongs to it. */
const END_SESSIONS = `${INSERT} DO UPDATE SET
    end_ms = excluded.end_ms, duration_seconds = excluded.duration_seconds, sent_end_ms = excluded.sent_end_ms,
    sent_duration_seconds = excluded.sent_duration_seconds, sent_intervals = excluded.sent_intervals
  WHERE sessions.end_ms IS NULL AND sessions.deleted_at_ms IS NULL AND excluded.end_ms IS NOT NULL
    AND sessions.host = excluded.host AND sessions.repo_owner = excluded.repo_owner
    AND sessions.repo_name = excluded.repo_name AND sessions.pr_number = excluded.pr_number
    AND sessions.pr_title IS excluded.pr_title AND sessions.sent_start_ms = excluded.sent_start_ms
    AND sessions.time_zone = excluded.time_zone
    AND sessions.start_ms + excluded.duration_seconds * 1000 <= excluded.end_ms
    AND sessions.start_ms <= coalesce(excluded.sent_intervals ->> '$[0][0]', excluded.end_ms)`;

const SELECT = `SELECT ${SESSION_COLUMNS} FROM sessions
  WHERE user_id = ?1 AND client_id IN (SELECT value ->> '$.client_id' FROM json_each(?2))`;

/** Follows the insert, and reads nothing where that made every session of the list, ?3 of them. */
const SELECT_IF_MET = `${SELECT} LIMIT iif(changes() = ?3, 0, -1)`;
