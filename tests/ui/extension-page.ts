import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { preact } from '@preact/preset-vite';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { build } from 'vite';
import { machineCharts } from '../../scripts/charts/plugin.ts';
import { ensureBrowser } from '../../scripts/chromium.ts';
import { type FakeBrowser, installFakeChrome } from './fake-chrome.ts';
import { installWords, messagesOf } from './locales.ts';
import { now } from './sessions.ts';

const root = new URL('../../', import.meta.url).pathname;
const entries = {
  popup: 'src/ui/popup/popup.html',
  options: 'src/ui/options/options.html',
  panel: 'src/ui/panel/panel.html',
  welcome: 'src/ui/welcome/welcome.html',
  history: 'src/ui/history/history.html',
};
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A page of the extension, built as the extension builds it and served on loopback, and a browser to look at it. */
export interface PageSite {
  browser: Browser;
  /** Where the built files are. */
  folder: string;
  url: string;
  close(): Promise<void>;
}

/** Builds and serves one page, without the others. */
export const openPageSite = async (name: keyof typeof entries): Promise<PageSite> => {
  const entry = entries[name];
  const folder = mkdtempSync(join(tmpdir(), 'worktime-page-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [preact(), machineCharts(root)],
    build: {
      outDir: folder,
      emptyOutDir: true,
      copyPublicDir: false,
      modulePreload: false,
      target: 'chrome123',
      rolldownOptions: { input: join(root, entry) },
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
    url: `http://127.0.0.1:${address.port}/${entry}`,
    close: async () => {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** How a person has set up their system. */
export interface Surroundings {
  scheme?: 'light' | 'dark';
  contrast?: 'more';
  forcedColors?: 'active';
  motion?: 'reduce';
  /** The language of their browser. */
  language?: 'en' | 'de';
  direction?: 'ltr' | 'rtl';
}

/** Makes the page believe that it is looked at in these surroundings. */
const surround = async (
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

/** Opens the page over what its browser holds, in which the View and the ledger are kept in memory. */
export const openPage = async (
  site: PageSite,
  holding: Partial<FakeBrowser>,
  viewport: { width: number; height: number },
  surroundings: Surroundings = {},
): Promise<Page> => {
  const page = await site.browser.newPage();
  await page.setViewport({ ...viewport, deviceScaleFactor: 1 });
  await page.emulateTimezone('Europe/Berlin');
  const { language = 'en', direction = 'ltr' } = surroundings;
  const session = await page.createCDPSession();
  await session.send('Emulation.setLocaleOverride', { locale: language === 'en' ? 'en-US' : language });
  await surround(page, surroundings);
  const { view, ledger, ...local } = holding.local ?? {};
  const derived = Object.entries({ view, ledger }).filter(([, value]) => value !== undefined);
  const browser: FakeBrowser = {
    managed: {},
    origins: ['https://github.com/*'],
    replies: {},
    ...holding,
    local,
    session: { ...Object.fromEntries(derived), ...holding.session },
  };
  await page.evaluateOnNewDocument(installWords, messagesOf(language), direction);
  await page.evaluateOnNewDocument(installFakeChrome, browser, now);
  await page.goto(site.url);
  await page.waitForSelector('body > div > *');
  return page;
};

/** Opens the popup over a storage that holds `view`, or nothing where it is undefined. */
export const openPopup = (
  site: PageSite,
  view: unknown,
  surroundings: Surroundings = {},
  managed: FakeBrowser['managed'] = {},
): Promise<Page> =>
  openPage(
    site,
    { local: view === undefined ? {} : { view }, managed },
    { width: 380, height: 560 },
    surroundings,
  );

/** Runs `look` on the opened popup and closes it whatever comes. */
export const withPopup = async (
  site: PageSite,
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

/** What axe objects to in the page, which must hold axe, in light or in dark. */
export const violations = async (page: Page, scheme: 'light' | 'dark'): Promise<unknown[]> => {
  await surround(page, { scheme, motion: 'reduce' });
  const found: unknown = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
  );
  return Array.isArray(found) ? found : [found];
};

/** What has the focus, by its id, its label or its text. */
export const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.id || element?.getAttribute('aria-label') || element?.textContent || '';
  });

/** Presses Tab until that has the focus. */
export const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focusedName(page)) === name) return;
  }
  throw new Error(`The Tab key never reaches "${name}".`);
};

/** Presses Tab until the focus leaves the page, or `most` times: what had the focus, each with its outline. */
export const tabOrder = async (page: Page, most: number): Promise<[name: string, outline: string][]> => {
  const order: [string, string][] = [];
  while (order.length < most) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement === document.body)) break;
    const outline = await page.evaluate(() => {
      const focused = document.activeElement ?? document.body;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused.closest('.segment') ?? focused);
      return `${outlineStyle} ${outlineWidth}`;
    });
    order.push([await focusedName(page), outline]);
  }
  return order;
};
