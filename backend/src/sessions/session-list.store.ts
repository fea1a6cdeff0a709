import { countSessions } from '../auth/people.store.ts';
import type { Cursor } from './cursor.ts';
import { RESOURCE_COLUMNS, type ResourceRow } from './session-row.ts';

/** Which page of the newest-first list is asked for; a cursor goes before the offset. */
export type Page = { readonly limit: number; readonly offset: number; readonly cursor: Cursor | null };

/** A page's rows, how many sessions the person has in all, and whether others come after these. */
export type SessionList = {
  readonly rows: readonly ResourceRow[];
  readonly total: number;
  readonly hasMore: boolean;
};

/**
 * A page of a person's sessions, newest first, or null where there is no such person. One statement, unless the page is
 * empty; it reads the rows that it answers and the person's, and those before an offset. What comes after the page is
 * known by the count. A cursor's count is of earlier: where it ends with this page, one row more is read to be sure;
 * where it does not, deletions may leave the next page empty.
 */
export async function listSessions(
  database: D1Database,
  userId: string,
  { limit, offset, cursor }: Page,
): Promise<SessionList | null> {
  const isLastByCount = cursor !== null && offset + limit >= cursor.total;
  const wanted = isLastByCount ? limit + 1 : limit;
  const statement =
    cursor === null
      ? database.prepare(`${HEAD} ${ORDER} OFFSET ?3`).bind(userId, wanted, offset)
      : database
          .prepare(`${HEAD} AND (start_ms, id) < (?3, ?4) ${ORDER}`)
          .bind(userId, wanted, cursor.startMs, cursor.id);
  const results = await statement.raw<ListedRow>();
  const total = results[0]?.[0] ?? (await countSessions(database, userId));
  if (total === null) return null;
  const rows = results.slice(0, limit).map(toRow);
  if (cursor === null) return { rows, total, hasMore: offset + rows.length < total && rows.length > 0 };
  return { rows, total, hasMore: isLastByCount ? results.length > limit : rows.length === limit };
}

/** The person's total, and the columns of a row in the order of `RESOURCE_COLUMNS`: D1 makes objects of rows slowly. */
type ListedRow = [
  total: number,
  id: string,
  clientId: string,
  host: string,
  owner: string,
  repo: string,
  number: number,
  title: string | null,
  timeZone: string,
  startMs: number,
  endMs: number | null,
  durationSeconds: number | null,
];

function toRow(listed: ListedRow): ResourceRow {
  const [, id, client_id, host, repo_owner, repo_name, pr_number, pr_title, time_zone, ...times] = listed;
  const [start_ms, end_ms, duration_seconds] = times;
  return {
    id,
    client_id,
    host,
    repo_owner,
    repo_name,
    pr_number,
    pr_title,
    time_zone,
    start_ms,
    end_ms,
    duration_seconds,
  };
}

const HEAD = `SELECT (SELECT session_total FROM people WHERE id = ?1), ${RESOURCE_COLUMNS}
  FROM sessions WHERE user_id = ?1 AND deleted_at_ms IS NULL`;

const ORDER = 'ORDER BY start_ms DESC, id DESC LIMIT ?2';
