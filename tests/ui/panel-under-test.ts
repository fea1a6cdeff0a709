import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { plus } from '../../src/domain/time.ts';
import type { View } from '../../src/domain/view.ts';
import type { Surroundings } from './extension-page.ts';
import { openPage } from './extension-page.ts';
import { messagesOf } from './locales.ts';
import { ledger, trace } from './panel-records.ts';
import { servedPage } from './served-page.ts';
import { now } from './sessions.ts';
import { views } from './views.ts';

const site = servedPage('panel');
const english = messagesOf('en');

/** A text of the English panel. */
export const word = (name: string): string => english[name]?.message ?? name;

/** The sections of the panel. */
export const tabs = ['ledger', 'queue', 'charts', 'diagnostics'] as const;

/** A review during which nobody was there for a while. */
export const withGap: View = {
  ...views.counting,
  gaps: [
    {
      host: 'github.com',
      owner: 'statelyai',
      repo: 'xstate',
      number: 5331,
      title: 'Re-arm delayed transitions',
      sessionId: ledger.id,
      start: plus(now, -1_230_000),
      end: plus(now, -840_000),
      because: 'idle',
    },
  ],
};

/** Opens a section of the panel over what is stored. */
export const open = async (
  local: Record<string, unknown>,
  tab: (typeof tabs)[number] = 'ledger',
  surroundings: Surroundings = {},
  width = 380,
): Promise<Page> => {
  const page = await openPage(site(), { local, session: { trace } }, { width, height: 900 }, surroundings);
  if (await page.$(`#tab-${tab}`)) await page.click(`#tab-${tab}`);
  return page;
};

/** Runs `look` on the opened panel and closes it whatever comes. */
export const within = async (page: Page, look: () => Promise<void>): Promise<void> => {
  try {
    await look();
    expect(await page.evaluate(() => fakeChrome.errors)).toEqual([]);
  } finally {
    await page.close();
  }
};

/** Presses the button of this label or text. */
export const press = (page: Page, label: string): Promise<void> =>
  page.evaluate((wanted) => {
    const found = [...document.querySelectorAll('button')].find(
      (button) => button.getAttribute('aria-label') === wanted || button.textContent?.trim() === wanted,
    );
    if (!found) throw new Error(`There is no button "${wanted}".`);
    found.click();
  }, label);

/** What stands in each element that is found, without marks of direction. */
export const text = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (found) =>
    found.map((element) => (element.textContent ?? '').replace(/[\u2068\u2069]/g, '').trim()),
  );

/** What the panel has sent to the worker. */
export const sent = (page: Page): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);
