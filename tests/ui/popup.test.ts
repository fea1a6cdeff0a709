import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { openPopup, violations, withPopup } from './extension-page.ts';
import { servedPage } from './served-page.ts';
import { unreadableViews, views } from './views.ts';

const site = servedPage('popup');

const shape = (page: Page) =>
  page.evaluate(() => {
    const { width, height } = document.querySelector('#popup')?.getBoundingClientRect() ?? new DOMRect();
    return {
      width,
      fits: height > 100 && height <= 560 && document.documentElement.scrollHeight <= 560,
      overflow: [document.documentElement, ...document.querySelectorAll('main')].some(
        (element) => element.scrollWidth > element.clientWidth,
      ),
      errors: fakeChrome.errors,
      sent: fakeChrome.sent,
    };
  });

const says = async (page: Page, view: View): Promise<void> => {
  expect(await page.$eval('#sync-status', (pill) => pill.getAttribute('data-state'))).toBe(view.sync.state);
  const rows = await page.$$eval('[data-sync]', (found) =>
    found.map((row) => ({ sync: row.getAttribute('data-sync'), text: row.textContent ?? '' })),
  );
  expect(rows).toHaveLength(view.recent.length);
  for (const { owner, repo, number, sync, problem } of view.recent) {
    const row = rows.find(({ text }) => text.includes(`${owner}/${repo} #${number}`));
    expect(row?.sync).toBe(sync);
    expect(row?.text).toContain(problem?.kind === 'refused' ? problem.reason : '');
  }
};

const draw = (page: Page, view: unknown): Promise<void> =>
  page.evaluate(async (published) => {
    fakeChrome.publish(published);
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }, view);

const states: Array<[string, unknown]> = [
  ['no-view', undefined],
  ...Object.entries(views),
  ...Object.entries(unreadableViews),
];

describe('in every state', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openPopup(site(), undefined);
    await page.evaluate(axe.source);
  });
  afterAll(() => page.close());

  test.each(states)(
    '("%s") the popup fits, throws nothing, and axe objects to nothing in light and dark',
    async (_, view) => {
      await draw(page, view);
      expect(await shape(page)).toEqual({ width: 380, fits: true, overflow: false, errors: [], sent: [] });
      expect(await violations(page, 'light')).toEqual([]);
      expect(await violations(page, 'dark')).toEqual([]);
    },
  );

  test.each(Object.entries<View>(views))(
    '("%s") it says where delivery stands, as a whole and for each session',
    async (_, view) => {
      await draw(page, view);
      await says(page, view);
    },
  );
});

test.each(states.slice(0, 3))(
  'opened on the state "%s" it paints from storage, without a word to the worker',
  (_, view) =>
    withPopup(site(), view, async (page) => {
      expect(await shape(page)).toEqual({ width: 380, fits: true, overflow: false, errors: [], sent: [] });
      expect(await page.$eval('#sync-status', (pill) => pill.textContent)).toBe(
        view === undefined ? 'Signed out' : 'Synced',
      );
    }),
);

test('titles and names are text: nothing in them becomes an element', () =>
  withPopup(site(), views.hostile, async (page) => {
    expect(await page.$$eval('#popup img, #popup script', (found) => found.length)).toBe(0);
    expect(await page.$eval('.current .title', (title) => title.textContent)).toBe(
      views.hostile.current.title,
    );
    expect(await page.$eval('.current .title', (title) => title.getAttribute('href'))).toBe(
      `https://github.com/${'o'.repeat(39)}/${'r'.repeat(100)}/pull/1234567`,
    );
  }));

test('what changes in storage is drawn at once', () =>
  withPopup(site(), undefined, async (page) => {
    await page.evaluate((view) => fakeChrome.publish(view), views.counting);
    await page.waitForSelector('.current');
    await page.evaluate((view) => fakeChrome.publish(view), unreadableViews['newer-version']);
    await page.waitForFunction(
      () => document.querySelector('h1')?.textContent === 'WorkTime has been updated',
    );
  }));

test('a View that this page cannot read offers a reload', () =>
  withPopup(site(), unreadableViews['older-version'], async (page) => {
    await page.click('button');
    expect(await page.evaluate(() => fakeChrome.reloaded)).toBe(1);
  }));

test('a tick changes the text of the running timer and nothing else', () =>
  withPopup(site(), views.full, async (page) => {
    // The last of what is drawn after the first paint.
    await page.waitForSelector('table');
    await page.evaluate(() => {
      const changed: string[] = [];
      Object.assign(globalThis, { changed });
      new MutationObserver((records) => {
        for (const { type, target } of records)
          changed.push(`${type} ${target.parentElement?.getAttribute('role')}`);
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await page.waitForFunction(() => Reflect.get(globalThis, 'changed').length >= 2);
    expect(new Set(await page.evaluate(() => Reflect.get(globalThis, 'changed')))).toEqual(
      new Set(['characterData timer']),
    );
  }));

test('nothing turns for a person who asked for less motion', async () => {
  const animate = (count: number) => async (page: Page) =>
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(count);
  await withPopup(site(), views.syncing, animate(1));
  await withPopup(site(), views.syncing, animate(0), { motion: 'reduce' });
});

test('code and styles are at most 40 KB compressed', () => {
  const assets = join(site().folder, 'assets');
  const sizes = readdirSync(assets).map((file) => gzipSync(readFileSync(join(assets, file))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40 * 1024);
});

test('the review’s chart is shown in one line, with the state that it is in', () =>
  withPopup(site(), views['paused-hidden'], async (page) => {
    const states = await page.$$eval('.current .strip li', (found) =>
      found.map((state) => [state.textContent, state.ariaCurrent]),
    );
    expect(states).toEqual([
      ['Not open', null],
      ['Counting', null],
      ['Paused', 'step'],
      ['Ending', null],
    ]);
  }));
