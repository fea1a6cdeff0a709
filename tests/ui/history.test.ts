import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { openPage, tabOrder, violations } from './extension-page.ts';
import type { FakeBrowser } from './fake-chrome.ts';
import { historyStorage, resourceOf, storedHistory } from './history-entries.ts';
import { servedPage } from './served-page.ts';
import { views } from './views.ts';

const site = servedPage('history');
let page: Page;
afterEach(() => page.close());

const open = async (local: FakeBrowser['local']): Promise<void> => {
  page = await openPage(site(), { local }, { width: 1100, height: 800 });
  await page.waitForSelector('[data-source]');
};

const shown = () =>
  page.evaluate(() => ({
    source: document.querySelector('[data-source]')?.getAttribute('data-source'),
    words: document.querySelector('.source')?.textContent,
    reviews: document.querySelector('.overview > div:last-child dd')?.textContent ?? null,
    errors: fakeChrome.errors,
  }));

/** Answers as the worker does when it can ask the backend, which has these sessions. */
const answerFromBackend = (rows: ReturnType<typeof storedHistory>) =>
  page.evaluate((sessions) => {
    fakeChrome.replies = {
      LOAD_HISTORY: { ok: true, sessions, total: sessions.length, limit: 100, offset: 0, has_more: false },
    };
  }, rows.map(resourceOf));

test('without the backend it shows what this browser holds, and says so', async () => {
  await open(historyStorage(40, 10));
  expect(await shown()).toEqual({
    source: 'local',
    words: 'From this browser4 reviews here are not on the server yet.',
    reviews: '40',
    errors: [],
  });
});

test('when the backend can be asked, it shows what that holds, and says so', async () => {
  await open(historyStorage(2));
  await answerFromBackend(storedHistory(5));
  await page.evaluate((view) => fakeChrome.publish(view), views.counting);
  await page.waitForSelector('[data-source=backend]');
  expect(await shown()).toEqual({ source: 'backend', words: 'From your account', reviews: '5', errors: [] });
  expect(await page.$$eval('.entry .icon-button', (buttons) => buttons.length)).toBe(2);
});

describe('what is shown', () => {
  test('follows the range, the search, and what changes in storage', async () => {
    await open(historyStorage(100));
    await page.click('.segment:nth-of-type(1)');
    await page.waitForFunction(
      () => document.querySelector('.overview > div:last-child dd')?.textContent === '30',
    );
    await page.type('.search', 'xstate typo');
    await page.waitForFunction(() => document.querySelectorAll('.entry').length === 1);
    await page.type('.search', ' nowhere');
    await page.waitForSelector('.blankslate');
    expect((await shown()).errors).toEqual([]);
  });

  test('is text, whatever the names hold', async () => {
    const [row] = storedHistory(1);
    const hostile = '\u202E<img src=x onerror=alert(1)>\u0000';
    await open({
      'sessionHistory/x': { ...row, pr_title: hostile.repeat(200), repo_owner: 'o'.repeat(200) },
    });
    expect(await page.$$eval('#history img', (found) => found.length)).toBe(0);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
  });

  test('is never a record that is no session', async () => {
    await open({ 'sessionHistory/a': null, 'sessionHistory/b': { id: 7 }, ...historyStorage(3) });
    expect((await shown()).reviews).toBe('3');
  });
});

test.each(['light', 'dark'] as const)('axe objects to nothing, full or empty (%s)', async (scheme) => {
  await open(historyStorage(60, 7));
  await page.evaluate(axe.source);
  await page.$$eval('details', (found) => {
    for (const details of found) details.setAttribute('open', '');
  });
  expect(await violations(page, scheme)).toEqual([]);
  await page.type('.search', 'nowhere');
  await page.waitForSelector('.blankslate');
  expect(await violations(page, scheme)).toEqual([]);
});

test('every control is reached by the Tab key, and shows that it has the focus', async () => {
  await open(historyStorage(1));
  const order = await tabOrder(page, 30);
  expect(new Set(order.map(([, outline]) => outline))).toEqual(new Set(['solid 2px']));
  expect(order.map(([name]) => name)).toEqual([
    '',
    'Search by repository, title or number',
    'download-csv',
    'download-json',
    'As a table',
    'As a table',
    'Re-arm delayed transitions when a persisted snapshot is restored',
    'Re-arm delayed transitions when a persisted snapshot is restored',
    'Correct this review',
  ]);
});

test('a review is corrected from its row', async () => {
  await open(historyStorage(3));
  await page.click('.entry .icon-button');
  await page.waitForSelector('dialog[open]');
  await page.$eval('input[name=minutes]', (input) => {
    if (!(input instanceof HTMLInputElement)) return;
    input.value = '2';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await page.click('dialog [type=submit]');
  await page.waitForFunction(() => document.querySelector('dialog') === null);
  const sent: unknown[] = await page.evaluate(() => fakeChrome.sent);
  const [newest] = storedHistory(1);
  expect(sent.at(-1)).toEqual({ type: 'CORRECT_SESSION', data: { id: newest?.id, duration_seconds: 120 } });
});

test('of a thousand rows only those in sight are drawn, each once as it comes into sight', async () => {
  await open(historyStorage(1_000));
  await page.click('.segment:nth-of-type(4)');
  await page.waitForFunction(() => document.querySelector('.entry')?.getAttribute('aria-setsize') === '1000');
  const drawn = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const kinds = new Set<string>();
    const observer = new MutationObserver((records) => {
      for (const { type } of records) kinds.add(type);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    let most = 0;
    const end = document.documentElement.scrollHeight - innerHeight;
    for (let top = 0; top < end + 4_000; top += 4_000) {
      scrollTo(0, top);
      await frame();
      most = Math.max(most, document.querySelectorAll('.entry').length);
    }
    const rows = [...document.querySelectorAll('.entry')].map((row) => Number(row.ariaPosInSet));
    return { kinds: [...kinds], isWindow: most < 50, last: Math.max(...rows) };
  });
  expect(drawn).toEqual({ kinds: ['childList'], isWindow: true, last: 1_000 });
});

test('on a narrow page each review says its day, and no name beneath the bars covers another', async () => {
  await open(historyStorage(3));
  await page.setViewport({ width: 320, height: 800 });
  const seen = await page.evaluate(() => {
    const inSight = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
    const range = document.createRange();
    const names = [...document.querySelectorAll('.bar > span')].filter(inSight).map((name) => {
      range.selectNodeContents(name);
      return range.getBoundingClientRect();
    });
    return {
      days: [...document.querySelectorAll('.entry-when > :first-child')].filter(inSight).length,
      covered: names.filter(
        ({ left, top }, index) => names[index - 1]?.top === top && left < (names[index - 1]?.right ?? 0),
      ).length,
    };
  });
  expect(seen).toEqual({ days: 3, covered: 0 });
});
