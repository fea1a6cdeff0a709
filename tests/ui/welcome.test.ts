import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { openPage, tabTo, violations } from './extension-page.ts';
import { servedPage } from './served-page.ts';

const site = servedPage('welcome');
let page: Page;
afterEach(() => page.close());

test('the welcome page has three steps, tells the worker nothing, and axe objects to nothing', async () => {
  page = await openPage(site(), {}, { width: 900, height: 800 });
  await page.evaluate(axe.source);
  expect(await page.$$eval('li h2', (steps) => steps.map((step) => step.textContent))).toEqual([
    'Keep it in sight',
    'Open a pull request',
    'Make it yours, if you like',
  ]);
  for (const scheme of ['light', 'dark'] as const) expect(await violations(page, scheme)).toEqual([]);
  expect(await page.evaluate(() => [fakeChrome.sent, fakeChrome.errors, document.title])).toEqual([
    [],
    [],
    'Welcome to WorkTime',
  ]);
});

test('the first step is done as soon as the button is in the toolbar, and the page says so', async () => {
  page = await openPage(site(), {}, { width: 900, height: 800 });
  expect(await page.$eval('[role=status]', (status) => status.textContent)).toBe('');
  await page.evaluate(() => fakeChrome.pin());
  await page.waitForFunction(
    () => document.querySelector('[role=status]')?.textContent === 'It is in the toolbar.',
  );
});

test('the options are opened by keyboard', async () => {
  page = await openPage(site(), {}, { width: 900, height: 800 });
  await tabTo(page, 'Open the options');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => fakeChrome.asked)).toEqual(['options']);
});
