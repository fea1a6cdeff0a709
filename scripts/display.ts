import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { installPackages, mayInstall } from './debian.ts';

/** A screen for a browser that shows its windows, with a window manager that gives one of them the focus. */
export type Display = {
  /** What the browser's environment needs besides this process's own. */
  env: Record<string, string>;
  stop(): Promise<void>;
};

const packages = ['xvfb', 'openbox'] as const;

const isThere = (command: string): boolean =>
  spawnSync(command, ['-help'], { stdio: 'ignore' }).error === undefined;

const areThere = (): boolean => isThere('Xvfb') && isThere('openbox');

/** Why no screen can be opened here; `null` where one can. Installs what is missing where that may be done. */
export function displayProblem(): string | null {
  if (process.platform !== 'linux' || areThere()) return null;
  if (mayInstall() && installPackages(packages, 'a test needs windows on a screen') && areThere())
    return null;
  return 'Xvfb and openbox are not installed (Debian: sudo apt-get install xvfb openbox)';
}

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
};

/** Opens a screen of its own on Linux, where nobody's work is in the way; elsewhere the machine's own serves. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux') return { env: {}, stop: async () => {} };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(server.stdio[3] as Readable, 'data');
  const env = { DISPLAY: `:${String(number).trim()}` };
  const manager = spawn('openbox', [], { stdio: 'ignore', env: { ...process.env, ...env } });
  return {
    env,
    async stop() {
      await end(manager);
      await end(server);
    },
  };
}
