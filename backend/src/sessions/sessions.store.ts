import { isSameStart, type SessionRow } from './session-row.ts';
import type { EndTerms, SessionTerms } from './session-terms.ts';

const COLUMNS = `s.id, s.client_id, s.host, s.repo_owner, s.repo_name, s.pr_number, s.pr_title, s.time_zone,
  s.start_ms, s.end_ms, s.duration_seconds, s.sent_start_ms, s.sent_end_ms, s.sent_duration_seconds,
  s.sent_intervals, s.deleted_at_ms`;

/** Where a page of the newest-first list begins: after `offset` rows, or after the row that a cursor names. */
export type PageStart =
  | { readonly offset: number }
  | { readonly after: { readonly startMs: number; readonly id: string } };

/** New values for an entry; null leaves what is there. Instants are in epoch milliseconds. */
export type Correction = {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly durationSeconds: number | null;
};

/** A session's row after it was admitted, and whether this admission made it. */
export type Admission = { readonly row: SessionRow; readonly isNew: boolean };

/**
 * Admits sessions: makes those whose `client_id` the person has not used, ends those that were active, and answers the
 * row of each `client_id` as it stands then. The unique key decides, so that any number of equal admissions at once
 * make one row. Where two endings name one session, the first in the list wins.
 */
export async function admitSessions(
  database: D1Database,
  userId: string,
  terms: readonly SessionTerms[],
  now: number,
): Promise<ReadonlyMap<string, Admission>> {
  const items = terms.map(({ start, ending }) => ({ id: crypto.randomUUID(), ...start, ...ending }));
  const made = new Set(items.map(({ id }) => id));
  const clientIds = JSON.stringify([...new Set(items.map(({ clientId }) => clientId))]);
  const select = () => database.prepare(SELECT_BY_CLIENT_IDS).bind(userId, clientIds);
  const rowsAfter = async (statements: readonly D1PreparedStatement[]) => {
    const results = await database.batch<SessionRow>([...statements, select()]);
    return new Map((results.at(-1)?.results ?? []).map((row) => [row.client_id, row]));
  };

  let rows = await rowsAfter([database.prepare(INSERT_SESSIONS).bind(userId, JSON.stringify(items), now)]);
  const endings = new Map<string, D1PreparedStatement>();
  for (const { start, ending } of terms) {
    const row = rows.get(start.clientId);
    if (row === undefined || ending === null || endings.has(row.id)) continue;
    if (row.end_ms !== null || row.deleted_at_ms !== null || !isSameStart(row, start)) continue;
    endings.set(row.id, endStatement(database, userId, row.id, ending));
  }
  if (endings.size > 0) rows = await rowsAfter([...endings.values()]);
  return new Map([...rows].map(([clientId, row]) => [clientId, { row, isNew: made.has(row.id) }]));
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

/** Corrects an entry where the result is sound; answers its row as it stands then, and whether it was corrected. */
export async function correctSession(
  database: D1Database,
  userId: string,
  id: string,
  { startMs, endMs, durationSeconds }: Correction,
): Promise<{ row: SessionRow | null; isCorrected: boolean }> {
  const [updated, selected] = await database.batch<SessionRow>([
    database
      .prepare(
        `UPDATE sessions SET start_ms = coalesce(?3, start_ms), end_ms = coalesce(?4, end_ms),
                             duration_seconds = coalesce(?5, duration_seconds)
         WHERE id = ?1 AND user_id = ?2 AND deleted_at_ms IS NULL
           AND (coalesce(?4, end_ms) IS NULL) = (coalesce(?5, duration_seconds) IS NULL)
           AND (coalesce(?4, end_ms) IS NULL
             OR coalesce(?3, start_ms) + coalesce(?5, duration_seconds) * 1000 <= coalesce(?4, end_ms))
         RETURNING id`,
      )
      .bind(id, userId, startMs, endMs, durationSeconds),
    selectOne(database, userId, id),
  ]);
  return { row: selected?.results[0] ?? null, isCorrected: (updated?.results.length ?? 0) > 0 };
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
           sent_end_ms = NULL, sent_duration_seconds = NULL, sent_intervals = NULL
         WHERE id = ?1 AND user_id = ?2 AND deleted_at_ms IS NULL`,
      )
      .bind(id, userId, now),
    selectOne(database, userId, id),
  ]);
  return selected?.results[0] !== undefined;
}

/** At most `limit` of a person's sessions, newest first. Reads no row that it does not answer, save those before `offset`. */
export async function listSessions(
  database: D1Database,
  userId: string,
  start: PageStart,
  limit: number,
): Promise<SessionRow[]> {
  const head = `SELECT ${COLUMNS} FROM sessions s WHERE s.user_id = ?1 AND s.deleted_at_ms IS NULL`;
  const order = 'ORDER BY s.start_ms DESC, s.id DESC LIMIT ?2';
  const statement =
    'offset' in start
      ? database.prepare(`${head} ${order} OFFSET ?3`).bind(userId, limit, start.offset)
      : database
          .prepare(`${head} AND (s.start_ms, s.id) < (?3, ?4) ${order}`)
          .bind(userId, limit, start.after.startMs, start.after.id);
  return (await statement.all<SessionRow>()).results;
}

function selectOne(database: D1Database, userId: string, id: string): D1PreparedStatement {
  return database
    .prepare(`SELECT ${COLUMNS} FROM sessions s WHERE s.id = ?1 AND s.user_id = ?2`)
    .bind(id, userId);
}

function endStatement(
  database: D1Database,
  userId: string,
  id: string,
  { endMs, durationSeconds, intervals }: EndTerms,
): D1PreparedStatement {
  const sent = intervals === null ? null : JSON.stringify(intervals);
  const countedFrom = intervals?.[0]?.[0] ?? endMs;
  return database
    .prepare(
      `UPDATE sessions SET end_ms = ?3, duration_seconds = ?4, sent_end_ms = ?3, sent_duration_seconds = ?4,
                           sent_intervals = ?5
       WHERE id = ?1 AND user_id = ?2 AND end_ms IS NULL AND deleted_at_ms IS NULL
         AND start_ms + ?4 * 1000 <= ?3 AND start_ms <= ?6`,
    )
    .bind(id, userId, endMs, durationSeconds, sent, countedFrom);
}

const INSERT_SESSIONS = `
  INSERT INTO sessions (id, user_id, client_id, host, repo_owner, repo_name, pr_number, pr_title, time_zone, start_ms,
    end_ms, duration_seconds, sent_start_ms, sent_end_ms, sent_duration_seconds, sent_intervals, created_at_ms)
  SELECT value ->> '$.id', ?1, value ->> '$.clientId', value ->> '$.host', value ->> '$.owner', value ->> '$.repo',
    value ->> '$.number', value ->> '$.title', value ->> '$.timeZone', value ->> '$.startMs', value ->> '$.endMs',
    value ->> '$.durationSeconds', value ->> '$.startMs', value ->> '$.endMs', value ->> '$.durationSeconds',
    value ->> '$.intervals', ?3
  FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM people WHERE id = ?1)
  ON CONFLICT (user_id, client_id) DO NOTHING`;

const SELECT_BY_CLIENT_IDS = `
  SELECT ${COLUMNS} FROM json_each(?2) AS j CROSS JOIN sessions s ON s.user_id = ?1 AND s.client_id = j.value`;
