import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The state folder is held by a live backend; `code` is `STATE_IN_USE`. */
export class StateInUseError extends Error {
  readonly code = 'STATE_IN_USE';

  constructor(stateDir: string, pid: number) {
    super(`The state folder ${stateDir} is in use by another WorkTime backend (process ${pid}).`);
    this.name = 'StateInUseError';
  }
}

/**
 * Takes a state folder for this process, making it where it is missing. The mark of a process that is no more is
 * ignored. Answers the function that gives the folder back; rejects with `StateInUseError`.
 */
export async function lockStateFolder(stateDir: string): Promise<() => Promise<void>> {
  await mkdir(stateDir, { recursive: true });
  const file = join(stateDir, 'backend.pid');
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(await markOf(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const mark = await readFile(file, 'utf8').catch(() => '');
    const pid = Number.parseInt(mark, 10);
    if (isAlive(pid) && mark === (await markOf(pid))) throw new StateInUseError(stateDir, pid);
    await rm(file, { force: true });
  }
}

/** The secret that signs this state folder's tokens: made once, readable by its owner only. */
export async function readOrMakeSecret(stateDir: string): Promise<string> {
  const file = join(stateDir, 'jwt-secret');
  try {
    const handle = await open(file, 'wx', 0o600);
    const secret = randomBytes(48).toString('base64url');
    await handle.writeFile(secret);
    await handle.close();
    return secret;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

/** A process's id and, where the system tells (Linux), when it started: ids are used again, the pair is not. */
async function markOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${startedAt}`.trimEnd();
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The `code` of a system error, else undefined. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
