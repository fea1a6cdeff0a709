import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { focusedName, openPopup, tabTo } from './extension-page.ts';
import { servedPage } from './served-page.ts';
import { views } from './views.ts';

const site = servedPage('popup');
let page: Page;
afterEach(() => page.close());

const sent = (): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);
const answerWith = (reply: unknown): Promise<void> =>
  page.evaluate((value) => {
    fakeChrome.reply = value;
  }, reply);
const alertText = async (): Promise<string> => {
  const alert = await page.waitForSelector('[role=alert]');
  return (await alert?.evaluate((element) => element.textContent)) ?? '';
};
describe('by keyboard alone', () => {
  test('every control is reached in reading order, and shows that it has the focus', async () => {
    page = await openPopup(site(), views.failed);
    const order: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const name = await focusedName(page);
      if (order.includes(name) || name === '' || order.length > 40) break;
      order.push(name);
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
        return `${outlineStyle} ${outlineWidth}`;
      });
      expect([name, outline]).toEqual([name, 'solid 2px']);
    }
    expect(order).toEqual([
      'sync-button',
      'panel-button',
      'options-link',
      views.failed.current?.title,
      'More about this review',
      'Pause',
      'Pin algorithm, issuer and audience',
      'Retry',
      'Edit',
      'Discard',
      'Export',
      'Keep the order of keyed children when a fragment moves',
    ]);
  });

  test('the review is paused and ended', async () => {
    page = await openPopup(site(), views.counting);
    const id = views.counting.current?.id;
    await tabTo(page, 'Pause');
    await page.keyboard.press('Enter');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=menuitem]:focus');
    await page.keyboard.press('Space');
    expect(await sent()).toEqual([
      { type: 'PAUSE_SESSION', data: { id } },
      { type: 'END_SESSION', data: { id } },
    ]);
  });

  test('a refused review is discarded by the second press, never by the first', async () => {
    page = await openPopup(site(), views.failed);
    const id = views.failed.recent[0]?.id;
    await tabTo(page, 'Discard');
    await page.keyboard.press('Enter');
    expect([await focusedName(page), await sent()]).toEqual(['Discard for good?', []]);
    await page.keyboard.press('Enter');
    expect(await sent()).toEqual([{ type: 'DISCARD_SESSION', data: { id } }]);
  });

  test('a discard is forgotten when the person goes elsewhere', async () => {
    page = await openPopup(site(), views.failed);
    await tabTo(page, 'Discard');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    expect([await focusedName(page), await sent()]).toEqual(['Discard', []]);
  });

  test('a person signs in to a local backend by a name, and the focus stays in the page afterwards', async () => {
    page = await openPopup(site(), views['signed-out-local']);
    await tabTo(page, 'dev-login');
    await page.keyboard.type('  ada ');
    await page.keyboard.press('Enter');
    expect(await sent()).toEqual([{ type: 'SIGN_IN_LOCALLY', data: { login: 'ada' } }]);
    await page.evaluate((view) => fakeChrome.publish(view), views.counting);
    await page.waitForSelector('#sign-out');
    await page.waitForFunction(() => document.activeElement?.tagName === 'MAIN');
  });
});

describe('what is sent', () => {
  test('is nothing for a name of spaces', async () => {
    page = await openPopup(site(), views['signed-out-local']);
    await page.type('#dev-login', '   ');
    await page.click('#dev-sign-in');
    expect(await sent()).toEqual([]);
  });

  test('is a sync, a retry, a resume and a sign-out where they are asked for', async () => {
    page = await openPopup(site(), views['paused-by-hand']);
    await page.click('#sync-button');
    await page.click('.current .button-primary');
    await page.click('#sign-out');
    await page.evaluate((view) => fakeChrome.publish(view), views.failed);
    await page.waitForSelector('.repair .button');
    await page.click('.repair .button');
    expect(await sent()).toEqual([
      { type: 'SYNC_NOW' },
      { type: 'RESUME_SESSION', data: { id: views['paused-by-hand'].current?.id } },
      { type: 'SIGN_OUT' },
      { type: 'RETRY_SESSION', data: { id: views.failed.recent[0]?.id } },
    ]);
  });

  test('is no sync while nobody is signed in: the popup says why', async () => {
    page = await openPopup(site(), views['signed-out']);
    await page.click('#sync-button');
    expect(await alertText()).toBe('Sign in first: then your reviews are sent.');
    expect(await sent()).toEqual([]);
  });

  test('is no second command while the first is under way', async () => {
    page = await openPopup(site(), views.counting);
    await page.evaluate(() => {
      fakeChrome.reply = new Promise(() => {});
    });
    await page.click('.current .button-primary');
    await page.click('.current .button-primary');
    expect(await sent()).toHaveLength(1);
    expect(await page.$eval('.current .button-primary', (button) => button.getAttribute('aria-busy'))).toBe(
      'true',
    );
  });
});

describe('a refusal', () => {
  const refusal = { ok: false, error: { code: 'not-possible', message: 'It has ended already.' } };

  test.each(['.current .button-primary', '#sync-button'])('of %s is shown in the page', async (selector) => {
    page = await openPopup(site(), views.counting);
    await answerWith(refusal);
    await page.click(selector);
    expect(await alertText()).toBe('It has ended already.');
  });

  test('that says why is worded in the language of the person', async () => {
    page = await openPopup(site(), views.counting, { language: 'de' });
    await answerWith({ ok: false, error: { ...refusal.error, reason: 'signed-out' } });
    await page.click('#sync-button');
    expect(await alertText()).toBe('Niemand ist angemeldet. Deine Zeit bleibt auf diesem Computer.');
  });

  test('is dismissed by hand', async () => {
    page = await openPopup(site(), views.counting);
    await answerWith(refusal);
    await page.click('.current .button-primary');
    await page.waitForSelector('[role=alert]');
    await page.click('[role=alert] button');
    await page.waitForSelector('[role=alert]', { hidden: true });
  });

  test.each([
    ['a worker that cannot be reached', undefined],
    ['an answer that is none', 'yes'],
  ])('is what %s comes to, and nothing is thrown', async (_, reply) => {
    page = await openPopup(site(), views.counting);
    await answerWith(reply);
    await page.click('.current .button-primary');
    expect(await alertText()).toBe(
      'WorkTime did not answer. Your time is safe in this browser; try again in a moment.',
    );
    expect(await page.evaluate(() => fakeChrome.errors)).toEqual([]);
  });
});
