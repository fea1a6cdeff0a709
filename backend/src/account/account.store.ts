import type { AccountExport } from '@worktime/contract';
import * as v from 'valibot';
import { type SessionRow, toResource } from '../sessions/session-row.ts';

const PAGE = 500;
const StoredSpans = v.array(v.tuple([v.number(), v.number()]));

type AccountRow = { id: string; login: string; provider: string; created_at_ms: number };
type SignInRow = { client_id: string; created_at_ms: number; last_used_at_ms: number | null };

/** Everything held about a person, or null when they are gone. Tokens are left out: only their hashes are held. */
export async function exportAccount(database: D1Database, userId: string): Promise<AccountExport | null> {
  const account = await database
    .prepare('SELECT id, login, provider, created_at_ms FROM people WHERE id = ?')
    .bind(userId)
    .first<AccountRow>();
  if (account === null) return null;
  const rows = await readAllSessions(database, userId);
  const signIns = await database
    .prepare('SELECT client_id, created_at_ms, last_used_at_ms FROM refresh_families WHERE user_id = ?')
    .bind(userId)
    .all<SignInRow>();
  return {
    account: {
      id: account.id,
      login: account.login,
      provider: account.provider,
      created_at: isoOf(account.created_at_ms),
    },
    sessions: rows
      .filter((row) => row.deleted_at_ms === null)
      .map((row) => ({ ...toResource(row), intervals: intervalsOf(row) })),
    deleted_sessions: rows.flatMap(({ id, client_id, deleted_at_ms }) =>
      deleted_at_ms === null ? [] : [{ session_id: id, client_id, deleted_at: isoOf(deleted_at_ms) }],
    ),
    sign_ins: signIns.results.map((row) => ({
      client_id: row.client_id,
      created_at: isoOf(row.created_at_ms),
      last_used_at: row.last_used_at_ms === null ? null : isoOf(row.last_used_at_ms),
    })),
  };
}

/** Erases a person: the row itself, and by the foreign keys everything that points to it; false where there is none. */
export async function eraseAccount(database: D1Database, userId: string): Promise<boolean> {
  const erased = await database.prepare('DELETE FROM people WHERE id = ? RETURNING id').bind(userId).first();
  return erased !== null;
}

async function readAllSessions(database: D1Database, userId: string): Promise<SessionRow[]> {
  const rows: SessionRow[] = [];
  for (;;) {
    const { results } = await database
      .prepare('SELECT * FROM sessions WHERE user_id = ? AND client_id > ? ORDER BY client_id LIMIT ?')
      .bind(userId, rows.at(-1)?.client_id ?? '', PAGE)
      .all<SessionRow>();
    rows.push(...results);
    if (results.length < PAGE) return rows;
  }
}

function intervalsOf(row: SessionRow): [string, string][] | null {
  if (row.sent_intervals === null) return null;
  const spans = v.parse(StoredSpans, JSON.parse(row.sent_intervals));
  return spans.map(([start, end]) => [isoOf(start), isoOf(end)]);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
