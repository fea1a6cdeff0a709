import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { focusedName, openPopup, tabTo, violations } from './extension-page.ts';
import { servedPage } from './served-page.ts';
import { views } from './views.ts';

const site = servedPage('popup');
let page: Page;
afterEach(() => page.close());

const sent = (): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);
const openMenu = async (): Promise<void> => {
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=menuitem]:focus');
  await page.keyboard.press('End');
};

describe('the menus', () => {
  const exclusion = {
    type: 'EXCLUDE_REPOSITORY',
    data: { owner: views.counting.current?.owner, repo: views.counting.current?.repo },
  };

  test('a repository is excluded by the second press, never by the first, and the menu closes', async () => {
    page = await openPopup(site(), views.counting);
    await tabTo(page, 'More about this review');
    await openMenu();
    expect(await focusedName(page)).toContain('Don’t track \u2068statelyai/xstate\u2069');
    await page.keyboard.press('Enter');
    expect([await focusedName(page), await sent()]).toEqual([
      expect.stringContaining('Press again to stop tracking it'),
      [],
    ]);
    await page.keyboard.press('Enter');
    expect(await sent()).toEqual([
      exclusion,
      { type: 'END_SESSION', data: { id: views.counting.current?.id } },
    ]);
    expect(await page.$('#review-menu:popover-open')).toBe(null);
  });

  test('Escape closes a menu, forgets the first press and gives the focus back', async () => {
    page = await openPopup(site(), views.counting);
    await tabTo(page, 'More about this review');
    await openMenu();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect([await focusedName(page), await page.$('#review-menu:popover-open')]).toEqual([
      'More about this review',
      null,
    ]);
    await openMenu();
    expect(await focusedName(page)).toContain('Don’t track \u2068statelyai/xstate\u2069');
    expect(await sent()).toEqual([]);
  });

  test('a repository that cannot be excluded leaves its review open, and the reason is shown', async () => {
    page = await openPopup(site(), views.counting);
    await page.evaluate(() => {
      fakeChrome.reply = { ok: false, error: { code: 'failed', message: 'The disk is full.' } };
    });
    await page.click('.current-head .icon-button');
    await page.click('#review-menu [role=menuitem]:last-child');
    await page.click('#review-menu [role=menuitem]:last-child');
    await page.waitForFunction(
      () => document.querySelector('[role=alert]')?.textContent === 'The disk is full.',
    );
    expect(await sent()).toEqual([exclusion]);
  });

  test.each(['light', 'dark'] as const)('axe objects to nothing in an open menu (%s)', async (scheme) => {
    page = await openPopup(site(), views.counting);
    await page.evaluate(axe.source);
    await page.click('.current-head .icon-button');
    await page.click('#review-menu [role=menuitem]:last-child');
    expect(await page.$eval('.current-head [aria-haspopup]', (menu) => menu.ariaExpanded)).toBe('true');
    expect(await violations(page, scheme)).toEqual([]);
  });

  test('tracking is turned off and, where it is off, on', async () => {
    page = await openPopup(site(), views.counting);
    await page.click('.account [aria-haspopup]');
    await page.click('#tracking-menu [role=menuitem]');
    await page.evaluate((view) => fakeChrome.publish(view), views['tracking-off']);
    await page.waitForSelector('.banner .button');
    await page.click('.banner .button');
    expect(await sent()).toEqual([
      { type: 'CHANGE_SETTINGS', data: { trackingEnabled: false } },
      { type: 'CHANGE_SETTINGS', data: { trackingEnabled: true } },
    ]);
  });

  test('offer nothing that the organisation has settled', async () => {
    page = await openPopup(site(), views['tracking-off'], {}, { trackingEnabled: false, excluded: [] });
    await page.waitForFunction(() =>
      document.querySelector('.banner')?.textContent?.includes('organisation'),
    );
    await page.click('.current-head .icon-button');
    await page.click('#review-menu [role=menuitem]:last-child');
    await page.click('#review-menu [role=menuitem]:last-child');
    expect([await page.$('.banner .button'), await sent()]).toEqual([null, []]);
  });
});

test('its time is corrected in the side panel, which the header opens as well', async () => {
  page = await openPopup(site(), views.counting);
  await page.click('.current-head .icon-button');
  await page.click('#review-menu [role=menuitem]:nth-child(2)');
  await page.waitForFunction(() => fakeChrome.asked.length > 0);
  await page.evaluate(() => {
    window.close = () => fakeChrome.asked.push('closed');
  });
  await page.click('#panel-button');
  await page.waitForFunction(() => fakeChrome.asked.includes('closed'));
  expect(await page.evaluate(() => fakeChrome.asked)).toEqual(['panel 7', 'panel 7', 'closed']);
});

test('the gear opens the options page', async () => {
  page = await openPopup(site(), views.counting);
  await page.click('#options-link');
  expect(await page.evaluate(() => fakeChrome.asked)).toEqual(['options']);
});
