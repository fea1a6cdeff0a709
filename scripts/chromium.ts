import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ExpectedProblem } from './command.ts';

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (env: NodeJS.ProcessEnv): string[] =>
  (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => commandNames.map((name) => join(folder, name)));

const usualPlaces = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] => {
  if (platform === 'darwin') {
    return ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap((folder) => [
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    ]);
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Chromium/Application/chrome.exe'),
      ]);
  }
  return ['/usr/bin/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'];
};

/**
 * The browser's executable: CHROME_PATH where it is set, else the first Chromium or Chrome on PATH or in the system's
 * usual places. Undefined when there is none; a CHROME_PATH that leads nowhere is an expected problem.
 */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const chosen = env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (isExecutable(chosen)) return chosen;
    throw new ExpectedProblem(`CHROME_PATH is "${chosen}", and there is no browser that can be run.`);
  }
  return [...onPath(env), ...usualPlaces(platform, env)].find(isExecutable);
}

const aptGet = (...args: string[]): boolean =>
  spawnSync('apt-get', args, {
    stdio: process.env.DEBUG ? 'inherit' : 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** The browser's executable, installed from Debian's packages first where it is missing and this may be done. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (mayInstall()) {
    process.stderr.write(
      'Installing the Debian package chromium, because no Chromium or Chrome was found.\n',
    );
    // A package list that cannot be refreshed may still know the package.
    aptGet('update');
    if (aptGet('install', '-y', 'chromium')) {
      const installed = findBrowser();
      if (installed !== undefined) return installed;
    }
    throw new ExpectedProblem(
      'apt-get could not install the package chromium; install Chromium or Chrome yourself, or set CHROME_PATH to one.',
    );
  }
  throw new ExpectedProblem(
    'No Chromium or Chrome was found; install one (Debian: sudo apt-get install chromium), or set CHROME_PATH to it.',
  );
}
