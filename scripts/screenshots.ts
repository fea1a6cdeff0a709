import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { root } from './command.ts';
import { distFolder } from './extension-build.ts';
import { openBehind, popupUrl } from './tabs.ts';

/** Takes the README's pictures of the popup, as it looks now, without taking the attention from the tab in front. */
export async function takeScreenshots(browser: Browser): Promise<void> {
  const folder = join(root, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  const popup = await openBehind(browser, await popupUrl(distFolder));
  await popup.setViewport({ width: 380, height: 560, deviceScaleFactor: 2 });
  await popup.waitForSelector('#sync-status');
  // As high as what is shown, which is how the browser sizes the popup itself.
  const height = await popup.$eval('#popup', (shown) => Math.ceil(shown.getBoundingClientRect().height));
  const clip = { x: 0, y: 0, width: 380, height };
  for (const scheme of ['light', 'dark'] as const) {
    await popup.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      // Colours change at once, so that no picture is of a change.
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await popup.screenshot({ clip, path: join(folder, `popup-${scheme}.png`) });
  }
  await popup.close();
}
