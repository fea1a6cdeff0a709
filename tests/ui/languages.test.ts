import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openPage, openPageSite, openPopup, type PageSite } from './extension-page.ts';
import type { FakeBrowser } from './fake-chrome.ts';
import { messagesOf } from './locales.ts';
import { views } from './views.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

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

const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *:not(.visually-hidden)')]
      .filter((element) => {
        const cuts = (above: Element | null): boolean =>
          above !== null && (getComputedStyle(above).overflowX === 'hidden' || cuts(above.parentElement));
        const { left, right, width } = element.getBoundingClientRect();
        const isBeyond = left < -0.5 || right > document.documentElement.clientWidth + 0.5;
        return width > 0 && isBeyond && !cuts(element.parentElement);
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

describe.each(['options', 'welcome'] as const)('the %s page', (name) => {
  let site: PageSite;
  beforeAll(async () => {
    site = await openPageSite(name);
  });
  afterAll(() => site?.close());

  test.each([
    ['where much is going on', busy],
    ['set by the organisation', { local: { view: views['signed-out'] }, managed }],
  ])('%s has nothing English left in German, and says that it is German', async (_, holding) => {
    const page = await openPage(site, holding, { width: 1000, height: 800 }, { language: 'de' });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const texts = await textsOf(page);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter(isEnglish)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await page.close();
  });

  test.each([
    ['right to left', 1000, 'rtl'],
    ['right to left on a narrow window', 320, 'rtl'],
    ['at 200 %', 640, 'ltr'],
    ['at 400 %', 320, 'ltr'],
  ] as const)('%s keeps everything in sight', async (_, width, direction) => {
    const page = await openPage(site, busy, { width, height: 800 }, { language: 'de', direction });
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(direction);
    expect(await overflowing(page)).toEqual([]);
    await page.close();
  });
});

describe('the popup', () => {
  let site: PageSite;
  beforeAll(async () => {
    site = await openPageSite('popup');
  });
  afterAll(() => site?.close());

  test('has nothing English left in German, and keeps everything in sight right to left, in every state', async () => {
    const page = await openPopup(site, undefined, { language: 'de', direction: 'rtl' });
    for (const [name, view] of Object.entries(views)) {
      await page.evaluate(async (published) => {
        fakeChrome.publish(published);
        await new Promise((drawn) => requestAnimationFrame(drawn));
      }, view);
      expect([name, (await textsOf(page)).filter(isEnglish), await overflowing(page)]).toEqual([
        name,
        [],
        [],
      ]);
    }
    await page.close();
  });
});
