import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { ExpectedProblem } from './command.ts';

/** How to start a browser with the extension in it. */
export type BrowserOptions = {
  executable: string;
  /** The folder of the unpacked extension. */
  extension: string;
  /** A profile folder to use again; without one the browser gets a fresh profile that is deleted when it closes. */
  profile?: string;
  headless: boolean;
  /** What its environment has besides this process's own, such as `DISPLAY`. */
  env?: Record<string, string>;
  /** Chromium's `--host-resolver-rules`, such as `MAP github.com 127.0.0.1:4433`. */
  hostRules?: string[];
};

/** A running browser. `close` ends all of its processes and may be called more than once. */
export type RunningBrowser = {
  browser: Browser;
  profile: string;
  close(): Promise<void>;
  /** Ends the browser as a crash does: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
};

const quietFlags = [
  '--disable-quic',
  '--disable-component-update',
  '--no-default-browser-check',
  '--enable-unsafe-extension-debugging',
];

const rootFlags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const gone = (browser: Browser): Promise<void> =>
  new Promise((resolve) => {
    const child = browser.process();
    if (child === null || child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** Deletes a profile; the browser's last processes may still be writing to it, so it tries again for a while. */
const deleteFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

/**
 * Starts a browser over a debugging pipe, which dies with this process, and installs the extension through
 * `Extensions.loadUnpacked`: branded Chrome ignores `--load-extension`. No debugger stays attached to the service worker,
 * so that the browser stops it after 30 s of quiet, as it would for a person.
 */
export async function launchBrowser(options: BrowserOptions): Promise<RunningBrowser> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'worktime-profile-')));
  const mapped = options.hostRules ?? [];
  const network =
    mapped.length > 0 ? ['--ignore-certificate-errors', `--host-resolver-rules=${mapped.join(', ')}`] : [];
  const hidden = options.headless ? ['--disable-gpu'] : [];
  try {
    const browser = await puppeteer.launch({
      executablePath: options.executable,
      pipe: true,
      headless: options.headless,
      userDataDir: profile,
      env: { ...process.env, ...options.env },
      enableExtensions: [options.extension],
      defaultViewport: null,
      waitForInitialPage: false,
      ignoreDefaultArgs: ['--enable-automation'],
      args: [...quietFlags, ...rootFlags, ...hidden, ...network],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const leave = async (): Promise<void> => {
      await gone(browser);
      if (options.profile === undefined) await deleteFolder(profile);
    };
    return {
      browser,
      profile,
      async close() {
        // A browser that a person has closed already has nobody left to answer.
        await browser.close().catch(() => browser.process()?.kill('SIGKILL'));
        await leave();
      },
      async kill() {
        browser.process()?.kill('SIGKILL');
        await leave();
      },
    };
  } catch (error) {
    if (options.profile === undefined) await deleteFolder(profile);
    throw new ExpectedProblem(explain(options, error instanceof Error ? error.message : String(error)));
  }
}

function explain(options: BrowserOptions, message: string): string {
  if (/loadUnpacked|enableExtensions|Method not available/i.test(message)) {
    return `This browser (${options.executable}) does not let a program load an extension; open chrome://extensions, switch on Developer mode, press "Load unpacked" and choose ${options.extension}.`;
  }
  const first = message.split('\n').find((line) => line.trim() !== '') ?? 'no reason given';
  return `The browser ${options.executable} did not start (${first.trim()}); set CHROME_PATH to another Chromium or Chrome and try again.`;
}
