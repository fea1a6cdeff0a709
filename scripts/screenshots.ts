import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page, ScreenshotClip } from 'puppeteer-core';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';
import { root } from './command.ts';
import { distFolder } from './extension-build.ts';
import { openBehind, openTab, popupUrl } from './tabs.ts';

const schemes = ['light', 'dark'] as const;

const surround = (page: Page, scheme: (typeof schemes)[number]): Promise<void> =>
  page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    // Colours change at once, so that no picture is of a change.
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);

/** Takes a picture in light and one in dark, and closes the page. */
const takeBoth = async (page: Page, name: string, clip?: ScreenshotClip): Promise<void> => {
  const folder = join(root, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  for (const scheme of schemes) {
    await surround(page, scheme);
    await page.screenshot({ ...(clip ? { clip } : {}), path: join(folder, `${name}-${scheme}.png`) });
  }
  await page.close();
};

const pageUrl = (path: string): string => `chrome-extension://${EXTENSION_ID}/src/ui/${path}`;

/** Takes the README's pictures of the popup and the panel, as they look now, without the attention of the tab in front. */
export async function takeScreenshots(browser: Browser): Promise<void> {
  const popup = await openBehind(browser, await popupUrl(distFolder));
  await popup.setViewport({ width: 380, height: 560, deviceScaleFactor: 2 });
  await popup.waitForSelector('.today[data-source=backend]');
  // As high as what is shown, which is how the browser sizes the popup itself.
  const height = await popup.$eval('#popup', (shown) => Math.ceil(shown.getBoundingClientRect().height));
  await takeBoth(popup, 'popup', { x: 0, y: 0, width: 380, height });

  const panel = await openBehind(browser, pageUrl('panel/panel.html'));
  await panel.setViewport({ width: 380, height: 860, deviceScaleFactor: 2 });
  await panel.waitForSelector('#tab-charts');
  await panel.$eval('#tab-charts', (tab) => (tab as HTMLElement).click());
  await panel.waitForSelector('.chart-picture');
  await takeBoth(panel, 'panel');
}

/** Takes the README's pictures of the history, in front: drawing so much takes a tab behind too long. */
export async function takeHistoryScreenshots(browser: Browser): Promise<void> {
  const history = await openTab(browser, pageUrl('history/history.html'));
  await history.setViewport({ width: 960, height: 800, deviceScaleFactor: 2 });
  await history.waitForSelector('[data-source=backend]');
  await history.waitForSelector('.bars');
  await takeBoth(history, 'history');
}
