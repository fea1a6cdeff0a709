import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { focusedName, openPopup, tabTo, violations } from './extension-page.ts';
import { servedPage } from './served-page.ts';
import { views } from './views.ts';

const site = servedPage('popup');
let page: Page;
afterEach(() => page.close());

const id = views.failed.recent[0]?.id;
const sent = (): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);

const openDialog = async (): Promise<void> => {
  page = await openPopup(site(), views.failed);
  await tabTo(page, 'Edit');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open]');
};

test('a session is corrected by keyboard alone, and the focus comes back', async () => {
  await openDialog();
  await page.focus('input[name=minutes]');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('dialog') === null);
  expect([await sent(), await focusedName(page)]).toEqual([
    [{ type: 'CORRECT_SESSION', data: { id, duration_seconds: 720 } }],
    'Edit',
  ]);
});

test('what cannot be is said in the dialog, and nothing is sent', async () => {
  await openDialog();
  await page.$eval('input[name=minutes]', (input) => {
    if (!(input instanceof HTMLInputElement)) return;
    input.value = '600';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await page.click('dialog [type=submit]');
  const alert = await page.waitForSelector('dialog [role=alert]');
  expect([await alert?.evaluate(({ textContent }) => textContent), await sent()]).toEqual([
    'No more than 25m can be counted between these two times.',
    [],
  ]);
});

test('a session is deleted by the second press, and comes back by the undo', async () => {
  await openDialog();
  await page.click('dialog .button-danger');
  expect(await sent()).toEqual([]);
  await page.click('dialog .button-danger-emphasis');
  await page.waitForSelector('.banner .button');
  await page.click('.banner .button');
  await page.waitForFunction(() => document.querySelector('.banner') === null);
  expect(await sent()).toEqual([
    { type: 'DELETE_SESSION', data: { id } },
    { type: 'RESTORE_SESSION', data: { id } },
  ]);
});

test.each(['light', 'dark'] as const)('axe objects to nothing in the dialog (%s)', async (scheme) => {
  await openDialog();
  await page.evaluate(axe.source);
  expect(await violations(page, scheme)).toEqual([]);
});

test('a session that was refused is exported as a file', async () => {
  page = await openPopup(site(), views.failed);
  await page.evaluate(() => {
    HTMLAnchorElement.prototype.click = async function (this: HTMLAnchorElement) {
      const text = await (await fetch(this.href)).text();
      fakeChrome.asked.push(this.download, text);
    };
  });
  await page.click('.repair .button:last-child');
  await page.waitForFunction(() => fakeChrome.asked.length > 0);
  const [name, text] = await page.evaluate(() => fakeChrome.asked);
  expect([name, JSON.parse(text ?? '')]).toMatchObject([
    `worktime-${id}.json`,
    { id, owner: 'preactjs', repo: 'preact', durationSeconds: 1180, problem: { kind: 'refused' } },
  ]);
});
