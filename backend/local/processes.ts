import { readdir, readFile } from 'node:fs/promises';

/**
 * A process's id and, where the system tells (Linux), when it started: ids are used again, the pair is not.
 * Null when there is no such process.
 */
export async function markOf(pid: number): Promise<string | null> {
  if (!isAlive(pid)) return null;
  const stat = await statOf(pid);
  return stat === null ? `${pid}` : `${pid} ${stat.startedAt}`;
}

/** The id in a mark, where the process that it was made of still lives; else null. */
export async function liveProcessOf(mark: string): Promise<number | null> {
  const pid = Number.parseInt(mark, 10);
  return Number.isInteger(pid) && (await markOf(pid)) === mark ? pid : null;
}

/** The ids of this process's workerd children. Empty where the system has no `/proc`. */
export async function runtimeChildren(): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await statOf(pid) })));
  return stats
    .filter(({ stat }) => stat !== null && stat.parent === process.pid && stat.name.startsWith('workerd'))
    .map(({ pid }) => pid);
}

/** Ends a process without asking it, and resolves when it has gone. */
export async function endProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid) && (await statOf(pid))?.state !== 'Z') {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

type ProcessStat = { name: string; state: string; parent: number; startedAt: string };

async function statOf(pid: number): Promise<ProcessStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  return {
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    startedAt: fields[19] ?? '',
  };
}
