import { derivedToken, hashToken, randomToken } from './opaque-token.ts';

/** How long a refresh token may lie unused, in milliseconds: 90 days. */
const REFRESH_TOKEN_LIFE_MS = 90 * 24 * 3_600_000;

/** What a client may have: a refresh token of a person's sign-in, which is a family of such tokens. */
export type Grant = { readonly personId: string; readonly signInId: string; readonly refreshToken: string };

type TokenRow = {
  familyId: string;
  personId: string;
  clientId: string;
  tokenGeneration: number;
  familyGeneration: number;
  expiresAt: number;
  revokedAt: number | null;
};

/** Starts a family for a person and grants its first token. */
export async function startFamily(
  database: D1Database,
  personId: string,
  clientId: string,
  now: number,
): Promise<Grant> {
  const refreshToken = randomToken();
  const familyId = crypto.randomUUID();
  await database.batch([
    database
      .prepare('INSERT INTO refresh_families (id, user_id, client_id, created_at_ms) VALUES (?, ?, ?, ?)')
      .bind(familyId, personId, clientId, now),
    insertToken(database, await hashToken(refreshToken), familyId, 0, now),
  ]);
  return { personId, signInId: familyId, refreshToken };
}

/**
 * Exchanges a refresh token. The newest token of its family moves the family on by one; the one before it is answered
 * with that same successor for as long as the successor is unused; any older one means theft and revokes the family. Null
 * where the token is good for nothing.
 */
export async function exchangeRefreshToken(
  database: D1Database,
  secret: Uint8Array,
  token: string,
  clientId: string | undefined,
  now: number,
): Promise<Grant | null> {
  const tokenHash = await hashToken(token);
  const row = await findToken(database, tokenHash);
  if (row === null || row.revokedAt !== null || row.expiresAt <= now) return null;
  if (clientId !== undefined && clientId !== row.clientId) return null;
  const refreshToken = await derivedToken(secret, 'refresh-token-successor', token);
  const successorHash = await hashToken(refreshToken);
  const next = row.tokenGeneration + 1;
  await database.batch([
    database
      .prepare(
        `UPDATE refresh_families SET generation = ?3, last_used_at_ms = ?4
         WHERE id = ?1 AND generation = ?2 AND revoked_at_ms IS NULL`,
      )
      .bind(row.familyId, row.tokenGeneration, next, now),
    insertToken(database, successorHash, row.familyId, next, now),
  ]);
  const after = await findToken(database, tokenHash);
  if (after === null || after.revokedAt !== null) return null;
  if (after.familyGeneration > next) {
    await revokeFamily(database, row.familyId, now);
    return null;
  }
  const successor = await findToken(database, successorHash);
  return successor === null ? null : { personId: row.personId, signInId: row.familyId, refreshToken };
}

/** Revokes every token of a family. */
export async function revokeFamily(database: D1Database, familyId: string, now: number): Promise<void> {
  await database
    .prepare('UPDATE refresh_families SET revoked_at_ms = ?2 WHERE id = ?1 AND revoked_at_ms IS NULL')
    .bind(familyId, now)
    .run();
}

/** Revokes the family of a token; false when the token belongs to another client. An unknown token is no failure. */
export async function revokeByToken(
  database: D1Database,
  token: string,
  clientId: string | undefined,
  now: number,
): Promise<boolean> {
  const row = await findToken(database, await hashToken(token));
  if (row === null) return true;
  if (clientId !== undefined && clientId !== row.clientId) return false;
  await revokeFamily(database, row.familyId, now);
  return true;
}

function findToken(database: D1Database, tokenHash: string): Promise<TokenRow | null> {
  return database
    .prepare(
      `SELECT t.family_id AS familyId, f.user_id AS personId, f.client_id AS clientId,
              t.generation AS tokenGeneration, f.generation AS familyGeneration,
              t.expires_at_ms AS expiresAt, f.revoked_at_ms AS revokedAt
       FROM refresh_tokens t JOIN refresh_families f ON f.id = t.family_id WHERE t.token_hash = ?`,
    )
    .bind(tokenHash)
    .first<TokenRow>();
}

function insertToken(
  database: D1Database,
  tokenHash: string,
  familyId: string,
  generation: number,
  now: number,
): D1PreparedStatement {
  return database
    .prepare(
      `INSERT INTO refresh_tokens (token_hash, family_id, generation, expires_at_ms)
       SELECT ?1, id, ?3, ?4 FROM refresh_families WHERE id = ?2 ON CONFLICT DO NOTHING`,
    )
    .bind(tokenHash, familyId, generation, now + REFRESH_TOKEN_LIFE_MS);
}
