import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';

/**
 * Gives the data a new epoch where its files are not the ones that it was last served from: then they were put back
 * from a copy, and what was acknowledged since is gone. Files are told apart by inode and time of birth, which a copy
 * does not carry. A database that was overwritten in place goes unnoticed; `backend/README.md` has the command for it.
 */
export async function renewEpochWhereCopied(
  database: D1Database,
  stateDir: string,
  persistRoot: string,
): Promise<void> {
  const witness = join(stateDir, 'witness');
  await writeFile(witness, '', { flag: 'a' });
  const files = [witness, ...(await databaseFiles(persistRoot))];
  const home = JSON.stringify(await Promise.all(files.map(birthmarkOf)));
  const known = await database
    .prepare("SELECT value FROM meta WHERE key = 'local_home'")
    .first<string>('value');
  if (known === home) return;
  const note = database
    .prepare('INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2')
    .bind('local_home', home);
  const renew = database.prepare("UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'epoch'");
  await database.batch(known === null ? [note] : [note, renew]);
}

async function databaseFiles(persistRoot: string): Promise<string[]> {
  const folder = join(persistRoot, 'd1');
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'))
    .sort()
    .map((name) => join(folder, name));
}

async function birthmarkOf(file: string): Promise<string> {
  const { ino, birthtimeNs } = await stat(file, { bigint: true });
  return `${ino}.${birthtimeNs}`;
}
