import { readdir, readFile } from 'node:fs/promises';
import type { D1Database } from '@cloudflare/workers-types';

const FOLDER = new URL('../migrations/', import.meta.url);

/**
 * Applies the migrations that a database does not have yet, in the order of their numbers, each in one transaction.
 * Keeps wrangler's own record (`d1_migrations`), so either tool goes on where the other stopped.
 */
export async function applyMigrations(database: D1Database): Promise<void> {
  await database
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of files.filter((file) => !applied.has(file))) {
    const statements = splitStatements(await readFile(new URL(name, FOLDER), 'utf8'));
    await database.batch([
      ...statements.map((statement) => database.prepare(statement)),
      database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ]);
  }
}

/** The statements of a migration: each ends with a line's last semicolon, a trigger only with its `END;`. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let lines: string[] = [];
  for (const line of sql.split('\n')) {
    if (line.trim() === '' || line.startsWith('--')) continue;
    lines.push(line);
    const isTrigger = /^CREATE TRIGGER\b/i.test(lines[0] ?? '');
    if (isTrigger ? line === 'END;' : line.trimEnd().endsWith(';')) {
      statements.push(lines.join('\n'));
      lines = [];
    }
  }
  if (lines.length > 0) throw new Error(`a migration ends within a statement: ${lines[0]}`);
  return statements;
}
