import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ExpectedProblem } from './command.ts';
import { installPackages, mayInstall } from './debian.ts';

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

/** The browser's executable, installed from Debian's packages first where it is missing and this may be done. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (mayInstall()) {
    if (installPackages(['chromium'], 'no Chromium or Chrome was found')) {
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
