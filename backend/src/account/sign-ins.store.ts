import type { SignIn } from '@worktime/contract';

type SignInRow = { id: string; client_id: string; created_at_ms: number; last_used_at_ms: number | null };

/** A person's sign-ins that still have a good refresh token, the one used last first; `currentId` names the asker's. */
export async function listSignIns(
  database: D1Database,
  userId: string,
  currentId: string,
  now: number,
): Promise<SignIn[]> {
  const { results } = await database
    .prepare(
      `SELECT id, client_id, created_at_ms, last_used_at_ms FROM refresh_families f
       WHERE user_id = ?1 AND revoked_at_ms IS NULL
         AND EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.family_id = f.id AND t.expires_at_ms > ?2)
       ORDER BY coalesce(last_used_at_ms, created_at_ms) DESC, id`,
    )
    .bind(userId, now)
    .all<SignInRow>();
  return results.map((row) => ({
    id: row.id,
    client_id: row.client_id,
    created_at: new Date(row.created_at_ms).toISOString(),
    last_used_at: row.last_used_at_ms === null ? null : new Date(row.last_used_at_ms).toISOString(),
    is_current: row.id === currentId,
  }));
}

/** Revokes one of a person's sign-ins, again without effect; false where the person has no such sign-in. */
export async function revokeSignIn(
  database: D1Database,
  userId: string,
  id: string,
  now: number,
): Promise<boolean> {
  const revoked = await database
    .prepare(
      `UPDATE refresh_families SET revoked_at_ms = coalesce(revoked_at_ms, ?3)
       WHERE id = ?1 AND user_id = ?2 RETURNING id`,
    )
    .bind(id, userId, now)
    .first();
  return revoked !== null;
}
