import { hashToken, randomToken } from './opaque-token.ts';
import { type Grant, revokeFamily, startFamily } from './refresh-tokens.store.ts';

/** How long a person may take at GitHub, in milliseconds. */
const REQUEST_LIFE_MS = 10 * 60_000;

/** How long a code may wait for its exchange, in milliseconds. */
const CODE_LIFE_MS = 60_000;

/** What a client asked for when it sent a person here. */
export type AuthorizationRequest = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly clientState: string | null;
};

/** What a client presents for a code's exchange. An absent `redirectUri` is not compared. */
export type CodePresentation = {
  readonly code: string;
  readonly verifier: string;
  readonly clientId: string;
  readonly redirectUri: string | undefined;
};

/** Keeps a request for the time at GitHub and answers the state that will bring it back. */
export async function openRequest(
  database: D1Database,
  { clientId, redirectUri, codeChallenge, clientState }: AuthorizationRequest,
  now: number,
): Promise<string> {
  const state = randomToken();
  await database
    .prepare(
      `INSERT INTO authorization_requests
         (state_hash, client_id, redirect_uri, code_challenge, client_state, expires_at_ms)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .bind(await hashToken(state), clientId, redirectUri, codeChallenge, clientState, now + REQUEST_LIFE_MS)
    .run();
  return state;
}

/** Takes a request out by its state; null when it is unknown, already taken, or too old. */
export async function takeRequest(
  database: D1Database,
  state: string,
  now: number,
): Promise<AuthorizationRequest | null> {
  return database
    .prepare(
      `DELETE FROM authorization_requests WHERE state_hash = ? AND expires_at_ms > ?
       RETURNING client_id AS clientId, redirect_uri AS redirectUri, code_challenge AS codeChallenge,
                 client_state AS clientState`,
    )
    .bind(await hashToken(state), now)
    .first<AuthorizationRequest>();
}

/** Makes a code for a person, good for one exchange by the client that asked. */
export async function issueCode(
  database: D1Database,
  { clientId, redirectUri, codeChallenge }: AuthorizationRequest,
  personId: string,
  now: number,
): Promise<string> {
  const code = randomToken();
  await database
    .prepare(
      `INSERT INTO authorization_codes (code_hash, user_id, client_id, redirect_uri, code_challenge, expires_at_ms)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .bind(await hashToken(code), personId, clientId, redirectUri, codeChallenge, now + CODE_LIFE_MS)
    .run();
  return code;
}

/** Exchanges a code, once. A second exchange by somebody who knows the verifier revokes what the first one gave. */
export async function redeemCode(
  database: D1Database,
  { code, verifier, clientId, redirectUri }: CodePresentation,
  now: number,
): Promise<Grant | null> {
  const codeHash = await hashToken(code);
  const found = await database
    .prepare(
      `SELECT user_id AS personId FROM authorization_codes
       WHERE code_hash = ?1 AND client_id = ?2 AND code_challenge = ?3 AND expires_at_ms > ?4
         AND redirect_uri = coalesce(?5, redirect_uri)`,
    )
    .bind(codeHash, clientId, await hashToken(verifier), now, redirectUri ?? null)
    .first<{ personId: string }>();
  if (found === null) return null;
  const grant = await startFamily(database, found.personId, clientId, now);
  const claimed = await database
    .prepare(
      'UPDATE authorization_codes SET family_id = ?2 WHERE code_hash = ?1 AND family_id IS NULL RETURNING user_id',
    )
    .bind(codeHash, grant.signInId)
    .first();
  if (claimed !== null) return grant;
  await revokeFamily(database, grant.signInId, now);
  await revokeUsedCode(database, codeHash, now);
  return null;
}

async function revokeUsedCode(database: D1Database, codeHash: string, now: number): Promise<void> {
  await database
    .prepare(
      `UPDATE refresh_families SET revoked_at_ms = ?2 WHERE revoked_at_ms IS NULL
         AND id = (SELECT family_id FROM authorization_codes WHERE code_hash = ?1)`,
    )
    .bind(codeHash, now)
    .run();
}
