import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, liveProcessOf, markOf } from './processes.ts';

/** The state folder is held by a live backend. */
class StateInUseError extends Error {
  readonly code = 'STATE_IN_USE';

  constructor(stateDir: string, pid: number) {
    super(`The state folder ${stateDir} is in use by another WorkTime backend (process ${pid}).`);
    this.name = 'StateInUseError';
  }
}

/** A state folder that is ours until `release`. */
export type HeldFolder = {
  /** Whether a runtime had to be ended that a killed backend left behind; its port is free within moments. */
  readonly hadOrphan: boolean;
  /** Notes the runtime process that uses the folder, so that it can be ended should this process die before it. */
  noteRuntime(pid: number): Promise<void>;
  release(): Promise<void>;
};

/**
 * Takes a state folder for this process, making it where it is missing. The mark of a process that is no more is
 * ignored, and the runtime that it left behind is ended. Rejects with an Error whose `code` is `STATE_IN_USE` where a live one holds it.
 */
export async function holdStateFolder(stateDir: string): Promise<HeldFolder> {
  await mkdir(stateDir, { recursive: true });
  const file = join(stateDir, 'backend.pid');
  const own = (await markOf(process.pid)) ?? '';
  let hadOrphan = false;
  for (;;) {
    try {
      await writeFile(file, own, { flag: 'wx' });
      return {
        hadOrphan,
        noteRuntime: async (pid) => writeFile(file, `${own}\n${(await markOf(pid)) ?? ''}`),
        release: () => rm(file, { force: true }),
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const [holder = '', runtime = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    const holderPid = await liveProcessOf(holder);
    if (holderPid !== null) throw new StateInUseError(stateDir, holderPid);
    const runtimePid = await liveProcessOf(runtime);
    if (runtimePid !== null) {
      await endProcess(runtimePid);
      hadOrphan = true;
    }
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

/** The `code` of a system error, else undefined. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
