import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Page, Target } from 'puppeteer-core';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';

/** Chromium's word for an extension's page in the first moments after the extension was installed. */
const notServedYet = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('net::ERR_BLOCKED_BY_CLIENT');

/** Loads an address in a tab; one of an extension that was installed just now is asked for until its pages are served. */
async function load(page: Page, url: string): Promise<void> {
  for (;;) {
    try {
      await page.goto(url, { waitUntil: 'load' });
      return;
    } catch (error) {
      if (!notServedYet(error)) throw error;
    }
    await pause(20);
  }
}

/** Opens an address in a new tab of its own, in front. */
export async function openTab(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await load(page, url);
  await page.bringToFront();
  return page;
}

/** The popup's address, as the built extension's manifest names it. */
export async function popupUrl(extensionFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(extensionFolder, 'manifest.json'), 'utf8'));
  const action = manifest !== null && typeof manifest === 'object' && 'action' in manifest && manifest.action;
  const popup = action && typeof action === 'object' && 'default_popup' in action && action.default_popup;
  if (typeof popup !== 'string') throw new Error('The manifest names no popup.');
  return `chrome-extension://${EXTENSION_ID}/${popup}`;
}

/** Where a tab has arrived; undefined while its document is being replaced. */
const arrival = (page: Page): Promise<string | undefined> =>
  page
    .evaluate(() => (document.readyState === 'complete' ? location.href : undefined))
    .catch(() => undefined);

/** Opens an address in a tab behind the one in front, so that nobody's attention moves. */
export async function openBehind(browser: Browser, url: string): Promise<Page> {
  const session = await browser.target().createCDPSession();
  const before = new Set(browser.targets());
  await session.send('Target.createTarget', { url, background: true });
  await session.detach();
  const target = await browser.waitForTarget((found) => !before.has(found) && found.url() === url);
  const page = await target.page();
  if (page === null) throw new Error(`No tab opened for ${url}.`);
  // The target knows its address before the document is there.
  for (;;) {
    const arrived = await arrival(page);
    if (arrived === url) break;
    if (arrived?.startsWith('chrome-error:')) await load(page, url);
    await pause(20);
  }
  return page;
}

/** Reads a page as a person does, with a real mouse and a real wheel, for so many milliseconds. */
export async function read(page: Page, ms: number): Promise<void> {
  const end = Date.now() + ms;
  for (let step = 0; Date.now() < end; step += 1) {
    await page.mouse.move(120 + ((step * 53) % 500), 140 + ((step * 37) % 300));
    if (step % 3 === 0) await page.mouse.wheel({ deltaY: step % 9 === 6 ? -120 : 160 });
    await pause(Math.min(250, Math.max(0, end - Date.now())));
  }
}

/** Signs a person in through the popup's own form for the local backend. `popup` must show the popup. */
export async function signIn(popup: Page, login: string): Promise<void> {
  await popup.waitForSelector('#dev-login', { visible: true });
  await popup.type('#dev-login', login);
  await popup.click('#dev-sign-in');
  await popup.waitForSelector('#sync-status:not([data-state="signed-out"])');
}

const conditions = (offline: boolean) => ({
  offline,
  latency: 0,
  downloadThroughput: -1,
  uploadThroughput: -1,
});

/**
 * Takes the browser's network away: pages and the service worker see `navigator.onLine` false and their requests fail.
 * The answer brings it back. Meanwhile a debugger is attached to the worker, which keeps it alive.
 */
export async function goOffline(browser: Browser): Promise<() => Promise<void>> {
  // Workers first: a page that hears of its network tells the worker, which then looks at its own.
  const sessions: CDPSession[] = [];
  const cut = async (target: Target): Promise<void> => {
    if (target.type() !== 'page' && target.type() !== 'service_worker') return;
    const session = await target.createCDPSession();
    if (target.type() === 'service_worker') sessions.unshift(session);
    else sessions.push(session);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', conditions(true));
  };
  // A target that goes away while it is being cut off needs no cutting off.
  const cutLater = (target: Target): void => void cut(target).catch(() => undefined);
  browser.on('targetcreated', cutLater);
  await Promise.all(browser.targets().map((target) => cut(target).catch(() => undefined)));
  return async () => {
    browser.off('targetcreated', cutLater);
    for (const session of sessions) {
      try {
        await session.send('Network.emulateNetworkConditions', conditions(false));
        await session.detach();
      } catch {
        // Its tab was closed in the meantime.
      }
    }
  };
}
