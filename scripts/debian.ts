import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const aptGet = (...args: string[]): boolean =>
  spawnSync('apt-get', args, {
    stdio: process.env.DEBUG ? 'inherit' : 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Whether this process may install Debian's packages: it is root on Debian. */
export const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Installs Debian's packages, and says on stderr why. Answers whether they are there now. */
export function installPackages(names: readonly string[], because: string): boolean {
  process.stderr.write(
    `Installing the Debian package${names.length > 1 ? 's' : ''} ${names.join(', ')}, because ${because}.\n`,
  );
  // A package list that cannot be refreshed may still know the packages.
  aptGet('update');
  return aptGet('install', '-y', ...names);
}
