import type { CDPSession, Page } from 'puppeteer-core';
import { EXTENSION_ID } from '../../contract/src/extension-identity.ts';

/** The extension's own worlds in a page, where its content script runs: none where it never ran. */
export const contentScriptsOf = async (session: CDPSession): Promise<number[]> => {
  const found: number[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin === `chrome-extension://${EXTENSION_ID}`) found.push(context.id);
  });
  // The answer comes after an event for every world that there is.
  await session.send('Runtime.enable');
  return found;
};

/** How many listeners of the extension's content script a page has, by the browser's own count. */
export const countListeners = async (page: Page): Promise<number> => {
  const session = await page.createCDPSession();
  let count = 0;
  for (const contextId of await contentScriptsOf(session))
    for (const expression of ['document', 'window', 'document.documentElement', 'document.body']) {
      const { result } = await session.send('Runtime.evaluate', { contextId, expression });
      if (result.objectId === undefined) continue;
      const { objectId } = result;
      count += (await session.send('DOMDebugger.getEventListeners', { objectId })).listeners.length;
    }
  await session.detach();
  return count;
};
