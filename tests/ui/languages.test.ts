import type { Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { openPage, openPopup } from './extension-page.ts';
import type { FakeBrowser } from './fake-chrome.ts';
import { historyStorage } from './history-entries.ts';
import { messagesOf } from './locales.ts';
import { records, trace } from './panel-records.ts';
import { servedPage } from './served-page.ts';
import { views } from './views.ts';

const [english, german] = [messagesOf('en'), messagesOf('de')];

/** Finds texts that are an English message, word for word, which in German reads otherwise. */
const isEnglish = ((): ((text: string) => boolean) => {
  const patterns = Object.entries(english)
    .filter(([name, { message }]) => german[name]?.message !== message)
    .map(([, { message }]) => message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\$\d/g, '.+'));
  const any = new RegExp(`^(${patterns.join('|')})$`, 's');
  return (text) => any.test(text);
})();

const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = ['title', 'aria-label', 'aria-description', 'placeholder'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
    );
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.push(walker.currentNode.textContent ?? '');
    return [document.title, ...found].map((text) => text.trim()).filter((text) => text !== '');
  });

/** What lies beyond the window, or stands in a column of single letters. */
const misplaced = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *:not(.visually-hidden)')]
      .filter((element) => {
        const cuts = (above: Element | null): boolean =>
          above !== null &&
          (/hidden|auto|strict/.test(
            `${getComputedStyle(above).overflowX} ${getComputedStyle(above).contain}`,
          ) ||
            cuts(above.parentElement));
        const { left, right, width, height } = element.getBoundingClientRect();
        const isBeyond = left < -0.5 || right > document.documentElement.clientWidth + 0.5;
        const isSquashed = element.matches('h1, h2, p, button') && width < 24 && height > 60;
        return isSquashed || (width > 0 && isBeyond && !cuts(element.parentElement));
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );

const busy: Partial<FakeBrowser> = {
  local: {
    view: views.failed,
    settings: { excluded: ['acme/*'], hosts: ['ghe.example.com'] },
    'sessionHistory/1': {},
  },
  replies: {
    LOAD_SIGN_INS: {
      ok: true,
      sign_ins: [true, false].map((is_current) => ({
        id: String(is_current),
        client_id: 'worktime-extension',
        created_at: '2026-03-01T08:00:00.000Z',
        last_used_at: null,
        is_current,
      })),
    },
  },
};
const managed = { trackingEnabled: false, keepTitles: false, excluded: [], hosts: ['ghe.example.com'] };

test('an English text is found where it stands in a German page', () => {
  expect(['Sync now', '7 failed', 'Jetzt abgleichen', 'octo/cat'].map(isEnglish)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

/** What each page finds where much is going on. */
const worlds: Record<'options' | 'welcome' | 'history' | 'panel', Partial<FakeBrowser>> = {
  options: busy,
  welcome: {},
  history: { local: historyStorage(200, 40) },
  panel: { local: { view: views.failed, ...records }, session: { trace } },
};

/** Looks at each tab of the page, or at the page where it has none. */
const eachTab = async (page: Page, look: () => Promise<void>): Promise<void> => {
  const tabs = await page.$$('[role=tab]');
  if (tabs.length === 0) await look();
  for (const tab of tabs) {
    await tab.click();
    await page.waitForSelector('#section > *');
    await look();
  }
};

describe.each(Object.keys(worlds) as (keyof typeof worlds)[])('the %s page', (name) => {
  const site = servedPage(name);

  test.each([
    ['where much is going on', worlds[name]],
    ['set by the organisation', { local: { view: views['signed-out'] }, managed }],
  ])('%s has nothing English left in German, and says that it is German', async (_, holding) => {
    const page = await openPage(site(), holding, { width: 1000, height: 800 }, { language: 'de' });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await eachTab(page, async () => {
      const texts = await textsOf(page);
      expect(texts.length).toBeGreaterThan(8);
      expect(texts.filter(isEnglish)).toEqual([]);
    });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await page.close();
  });

  test.each([
    ['right to left', 1000, 'rtl'],
    ['right to left on a narrow window', 320, 'rtl'],
    ['at 200 %', 640, 'ltr'],
    ['at 400 %', 320, 'ltr'],
  ] as const)('%s keeps everything in sight', async (_, width, direction) => {
    const page = await openPage(site(), worlds[name], { width, height: 800 }, { language: 'de', direction });
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(direction);
    await eachTab(page, async () => expect(await misplaced(page)).toEqual([]));
    await page.close();
  });
});

describe('the popup', () => {
  const site = servedPage('popup');

  test('has nothing English left in German, and keeps everything in sight right to left, in every state', async () => {
    const page = await openPopup(site(), undefined, { language: 'de', direction: 'rtl' });
    for (const [name, view] of Object.entries(views)) {
      await page.evaluate(async (published) => {
        fakeChrome.publish(published);
        await new Promise((drawn) => requestAnimationFrame(drawn));
      }, view);
      expect([name, (await textsOf(page)).filter(isEnglish), await misplaced(page)]).toEqual([name, [], []]);
    }
    await page.close();
  });

  test('at 200 %, where the browser gives it half the height, is scrolled through and nothing is cut', async () => {
    const holding = { local: { view: views.failed } };
    const page = await openPage(site(), holding, { width: 380, height: 300 }, { language: 'de' });
    expect(await misplaced(page)).toEqual([]);
    await page.focus('#sign-out');
    const { top, bottom } = await page.$eval('#sign-out', (last) => last.getBoundingClientRect().toJSON());
    expect([top >= 0, bottom <= 300]).toEqual([true, true]);
    await page.close();
  });
});
