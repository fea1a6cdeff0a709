/** Removes what has expired: requests, codes, tokens, and families without a token left. */
export async function removeExpired(database: D1Database, now: number): Promise<void> {
  await database.batch([
    database.prepare('DELETE FROM authorization_requests WHERE expires_at_ms <= ?').bind(now),
    database.prepare('DELETE FROM authorization_codes WHERE expires_at_ms <= ?').bind(now),
    database.prepare('DELETE FROM refresh_tokens WHERE expires_at_ms <= ?').bind(now),
    database.prepare(
      `DELETE FROM refresh_families
       WHERE NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE family_id = refresh_families.id)`,
    ),
  ]);
}
