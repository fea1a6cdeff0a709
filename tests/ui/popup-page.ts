import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { preact } from '@preact/preset-vite';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { build } from 'vite';
import { ensureBrowser } from '../../scripts/chromium.ts';
import { now } from './sessions.ts';

const root = new URL('../../', import.meta.url).pathname;
const popup = 'src/ui/popup/popup.html';
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** The popup, built as the extension builds it and served on loopback, and a browser to look at it. */
export interface PopupSite {
  browser: Browser;
  /** Where the built files are. */
  folder: string;
  url: string;
  close(): Promise<void>;
}

/** Builds and serves the popup. */
export const openPopupSite = async (): Promise<PopupSite> => {
  const folder = mkdtempSync(join(tmpdir(), 'worktime-popup-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [preact()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      modulePreload: false,
      target: 'chrome123',
      rolldownOptions: { input: join(root, popup) },
    },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://loopback').pathname);
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    createReadStream(join(folder, path))
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port.');
  const browser = await launch({
    executablePath: ensureBrowser(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    browser,
    folder,
    url: `http://127.0.0.1:${address.port}/${popup}`,
    close: async () => {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** What a test can do to the `chrome` that the page sees. */
interface FakeChrome {
  sent: unknown[];
  reloaded: number;
  /** What the page's scripts threw or left unhandled. */
  errors: string[];
  /** What the worker answers; undefined where it cannot be reached. */
  reply: unknown;
  publish(view: unknown): void;
}

declare global {
  var fakeChrome: FakeChrome;
}

/** Runs in the page, before its own scripts: the part of `chrome` that the popup uses, and a clock that starts at `at`. */
const install = (stored: Record<string, unknown>, at: number): void => {
  const realNow = Date.now;
  const shift = at - realNow();
  Date.now = () => realNow() + shift;
  const listeners: Array<(changes: object, area: string) => void> = [];
  globalThis.fakeChrome = {
    sent: [],
    reloaded: 0,
    errors: [],
    reply: { ok: true },
    publish: (view) => {
      for (const listener of listeners) listener({ view: { newValue: view } }, 'local');
    },
  };
  addEventListener('error', (event) => fakeChrome.errors.push(event.message));
  addEventListener('unhandledrejection', (event) => fakeChrome.errors.push(String(event.reason)));
  const fake = {
    storage: {
      local: { get: async (key: string) => (key in stored ? { [key]: stored[key] } : {}) },
      onChanged: { addListener: (listener: (typeof listeners)[number]) => listeners.push(listener) },
    },
    runtime: {
      sendMessage: async (message: unknown) => {
        fakeChrome.sent.push(message);
        if (fakeChrome.reply === undefined) throw new Error('Could not establish connection.');
        return fakeChrome.reply;
      },
      reload: () => {
        fakeChrome.reloaded += 1;
      },
    },
  };
  Object.defineProperty(globalThis, 'chrome', { value: fake });
};

/** How a person has set up their system. */
export interface Surroundings {
  scheme?: 'light' | 'dark';
  contrast?: 'more';
  forcedColors?: 'active';
  motion?: 'reduce';
}

/** Makes the page believe that it is looked at in these surroundings. */
export const surround = async (
  page: Page,
  { scheme = 'light', contrast, forcedColors, motion }: Surroundings,
): Promise<void> => {
  // puppeteer's own emulateMediaFeatures refuses forced-colors and prefers-contrast: more.
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-contrast', value: contrast ?? '' },
      { name: 'forced-colors', value: forcedColors ?? '' },
      { name: 'prefers-reduced-motion', value: motion ?? '' },
    ],
  });
};

/** Opens the popup over a storage that holds `view`, or nothing where it is undefined. */
export const openPopup = async (
  site: PopupSite,
  view: unknown,
  surroundings: Surroundings = {},
): Promise<Page> => {
  const page = await site.browser.newPage();
  await page.setViewport({ width: 380, height: 560, deviceScaleFactor: 1 });
  await page.emulateTimezone('Europe/Berlin');
  await surround(page, surroundings);
  await page.evaluateOnNewDocument(install, view === undefined ? {} : { view }, now);
  await page.goto(site.url);
  await page.waitForSelector('#popup > *');
  return page;
};

/** Runs `look` on the opened popup and closes it whatever comes. */
export const withPopup = async (
  site: PopupSite,
  view: unknown,
  look: (page: Page) => Promise<void>,
  surroundings: Surroundings = {},
): Promise<void> => {
  const page = await openPopup(site, view, surroundings);
  try {
    await look(page);
  } finally {
    await page.close();
  }
};
