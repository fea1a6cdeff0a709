/** Who vouches for a person: GitHub, or the local backend's `/auth/dev`. */
export type Provider = 'github' | 'dev';

/** How many sessions a person has, or null where there is no such person (any more). One row read. */
export async function countSessions(database: D1Database, id: string): Promise<number | null> {
  return database
    .prepare('SELECT session_total FROM people WHERE id = ?')
    .bind(id)
    .first<number>('session_total');
}

/** What a person is called, or null where there is no such person (any more). */
export async function findLogin(database: D1Database, id: string): Promise<string | null> {
  return database.prepare('SELECT login FROM people WHERE id = ?').bind(id).first<string>('login');
}

/** The id of the person whom the provider calls `subject`, made where there is none; the login is brought up to date. */
export async function admitPerson(
  database: D1Database,
  provider: Provider,
  subject: string,
  login: string,
  now: number,
): Promise<string> {
  const row = await database
    .prepare(
      `INSERT INTO people (id, provider, subject, login, created_at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (provider, subject) DO UPDATE SET login = excluded.login RETURNING id`,
    )
    .bind(crypto.randomUUID(), provider, subject, login, now)
    .first<{ id: string }>();
  if (row === null) throw new Error('an upsert of a person returned no row');
  return row.id;
}
