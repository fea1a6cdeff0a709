import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { openPage, tabOrder, violations } from './extension-page.ts';
import type { FakeBrowser } from './fake-chrome.ts';
import { servedPage } from './served-page.ts';

const site = servedPage('options');
let page: Page;
afterEach(() => page.close());

const own = { excluded: ['acme/*', 'octo/secret'], hosts: ['ghe.example.com'], endAfterIdleSeconds: 600 };
const policy = {
  trackingEnabled: true,
  keepTitles: false,
  excluded: ['acme/*'],
  hosts: ['ghe.example.com'],
  idleAfterSeconds: 120,
  endAfterIdleSeconds: 900,
  checkpointSeconds: 30,
  notifyOutages: true,
};
const open = async (holding: Partial<FakeBrowser> = {}): Promise<void> => {
  page = await openPage(site(), holding, { width: 1000, height: 800 });
};
const sent = (): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);
const asked = (): Promise<string[]> => page.evaluate(() => fakeChrome.asked);
const change = (data: object): unknown => ({ type: 'CHANGE_SETTINGS', data });
const text = (selector: string): Promise<string> =>
  page
    .waitForSelector(selector)
    .then((found) => found?.evaluate((element) => element.textContent ?? '') ?? '');
const status = (): Promise<void> =>
  page.waitForFunction(() => document.querySelector('.save-status')?.textContent === 'Saved').then(() => {});
const names = (list: string): Promise<string[]> =>
  page.$$eval(`[aria-labelledby="${list}-label"] bdi`, (found) =>
    found.map((name) => name.textContent ?? ''),
  );
const type = async (field: string, value: string): Promise<void> => {
  await page.click(field, { count: 3 });
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
};

describe.each<[string, Partial<FakeBrowser>, number]>([
  ['as they are at first', {}, 900],
  ['with lists', { local: { settings: own } }, 900],
  ['on a narrow window', { local: { settings: own } }, 320],
  ['set by the organisation', { managed: policy }, 900],
])('the options %s', (_, holding, width) => {
  test('fit, throw nothing, and axe objects to nothing in light and dark', async () => {
    page = await openPage(site(), holding, { width, height: 800 });
    await page.evaluate(axe.source);
    expect(await violations(page, 'light')).toEqual([]);
    expect(await violations(page, 'dark')).toEqual([]);
    expect(
      await page.evaluate(() => [
        document.documentElement.scrollWidth <= innerWidth,
        fakeChrome.errors,
        fakeChrome.sent,
      ]),
    ).toEqual([true, [], []]);
  });
});

test('axe objects to nothing where every field has been refused', async () => {
  await open();
  await page.evaluate(axe.source);
  await type('#idleAfterSeconds', '5');
  await type('#excluded', 'nonsense');
  await type('#hosts', 'nonsense');
  await page.waitForFunction(() => document.querySelectorAll('[role=alert]').length === 3);
  expect(await violations(page, 'light')).toEqual([]);
  expect(await violations(page, 'dark')).toEqual([]);
});

test('every control is reached in reading order by the Tab key, and shows that it has the focus', async () => {
  await open({ local: { settings: own } });
  const order = await tabOrder(page, 30);
  expect(new Set(order.map(([, outline]) => outline))).toEqual(new Set(['solid 2px']));
  expect(order.map(([name]) => name)).toEqual([
    'Tracking',
    'Privacy',
    'Hosts',
    'Sync and account',
    'Notifications',
    'Data',
    'Diagnostics',
    'About',
    'trackingEnabled',
    'idleAfterSeconds',
    'endAfterIdleSeconds',
    'dailyGoalMinutes',
    'checkpointSeconds',
    'keepTitles',
    'Remove acme/*',
    'Remove octo/secret',
    'excluded',
    'Exclude',
    'Allow ghe.example.com',
    'Remove ghe.example.com',
    'hosts',
    'Add host',
    'notifyOutages',
    'Export everything as JSON',
    'Export reviews as CSV',
    'Choose a file',
    'erase-data',
    'Copy',
    'Download',
    'Show the report',
  ]);
});

describe('a change', () => {
  test('is stored as it is made, and the page says so', async () => {
    await open();
    await page.click('#trackingEnabled');
    await status();
    await type('#endAfterIdleSeconds', '2.5');
    await type('#idleAfterSeconds', '90');
    expect(await sent()).toEqual([
      change({ trackingEnabled: false }),
      change({ endAfterIdleSeconds: 150 }),
      change({ idleAfterSeconds: 90 }),
    ]);
  });

  test('that makes no sense is explained beside its field and not sent', async () => {
    await open();
    await type('#idleAfterSeconds', '5');
    expect(await text('#idleAfterSeconds-problem')).toBe('Enter a number from 15 to 3600.');
    await type('#idleAfterSeconds', '15');
    await page.waitForSelector('#idleAfterSeconds-problem', { hidden: true });
    expect(await sent()).toEqual([change({ idleAfterSeconds: 15 })]);
  });

  test('that the worker refuses is taken back, and its reason shown beside the field', async () => {
    await open();
    await page.evaluate(() => {
      fakeChrome.reply = { ok: false, error: { code: 'failed', message: 'The disk is full.' } };
    });
    await page.click('#keepTitles');
    expect(await text('#keepTitles-problem')).toBe('The disk is full.');
    expect(await page.$eval('#keepTitles', (box) => box.getAttribute('aria-checked'))).toBe('true');
  });

  test('made elsewhere is drawn at once', async () => {
    await open();
    await page.evaluate(() =>
      chrome.runtime.sendMessage({ type: 'CHANGE_SETTINGS', data: { excluded: ['acme/*'] } }),
    );
    await page.waitForSelector('[aria-label="Remove acme/*"]');
  });
});

describe('an excluded repository', () => {
  test('is added and removed, and the focus stays with the list', async () => {
    await open({ local: { settings: { excluded: ['acme/*'] } } });
    await type('#excluded', 'octo/cat');
    await page.waitForSelector('[aria-label="Remove octo/cat"]');
    expect(await page.$eval('#excluded', (field) => 'value' in field && field.value)).toBe('');
    await page.click('[aria-label="Remove acme/*"]');
    await page.waitForSelector('[aria-label="Remove acme/*"]', { hidden: true });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('excluded');
    expect(await sent()).toEqual([
      change({ excluded: ['acme/*', 'octo/cat'] }),
      change({ excluded: ['octo/cat'] }),
    ]);
  });
});

describe('a host', () => {
  test('is asked for, then tracked; removed, its permission goes too', async () => {
    await open();
    await type('#hosts', 'https://GHE.example.com/acme');
    await page.waitForSelector('[aria-label="Remove ghe.example.com"]');
    expect(await names('hosts')).toEqual(['github.com', 'ghe.example.com']);
    await page.click('[aria-label="Remove ghe.example.com"]');
    await page.waitForFunction(() => fakeChrome.asked.length === 2);
    expect([await sent(), await asked()]).toEqual([
      [change({ hosts: ['ghe.example.com'] }), change({ hosts: [] })],
      ['request https://ghe.example.com/*', 'remove https://ghe.example.com/*'],
    ]);
  });

  test('that the person does not permit is not tracked, and the page says so', async () => {
    await open();
    await page.evaluate(() => {
      fakeChrome.grants = false;
    });
    await type('#hosts', 'ghe.example.com');
    expect(await text('#hosts-problem')).toBe(
      'The browser has not given WorkTime permission for ghe.example.com, so it is not tracked.',
    );
    expect(await sent()).toEqual([]);
  });

  test('that the worker refuses leaves no permission behind', async () => {
    await open();
    await page.evaluate(() => {
      fakeChrome.reply = undefined;
    });
    await type('#hosts', 'ghe.example.com');
    expect(await text('#hosts-problem')).toContain('WorkTime did not answer.');
    await page.waitForFunction(() => fakeChrome.asked.length === 2);
    expect(await asked()).toEqual(['request https://ghe.example.com/*', 'remove https://ghe.example.com/*']);
  });

  test('whose permission is missing can be permitted, also where the organisation has set it', async () => {
    await open({ managed: policy });
    await page.click('[aria-label="Allow ghe.example.com"]');
    await page.waitForSelector('[aria-label="Allow ghe.example.com"]', { hidden: true });
    await status();
    expect([await sent(), await asked()]).toEqual([[change({})], ['request https://ghe.example.com/*']]);
  });
});

test('github.com can be permitted again where the browser keeps it from the extension', async () => {
  await open({ origins: [] });
  await page.click('[aria-label="Allow github.com"]');
  await page.waitForSelector('[aria-label="Allow github.com"]', { hidden: true });
  await status();
  expect([await sent(), await asked()]).toEqual([[change({})], ['request https://github.com/*']]);
});

test('what the organisation has set is shown, locked, and says so', async () => {
  await open({ local: { settings: { ...own, keepTitles: true } }, managed: policy });
  expect(
    await page.$$eval('input:disabled', (fields) =>
      fields.map(({ id, value, disabled }) => [id, value, disabled]),
    ),
  ).toEqual([
    ['trackingEnabled', 'on', true],
    ['idleAfterSeconds', '120', true],
    ['endAfterIdleSeconds', '15', true],
    ['checkpointSeconds', '30', true],
    ['keepTitles', 'on', true],
    ['notifyOutages', 'on', true],
  ]);
  expect([await names('excluded'), await names('hosts')]).toEqual([
    ['acme/*'],
    ['github.com', 'ghe.example.com'],
  ]);
  expect(await page.$$eval('.locked', (notes) => notes.map(({ textContent }) => textContent))).toEqual(
    Array(8).fill('Set by your organisation.'),
  );
});

const about = () =>
  page.$$eval('[aria-labelledby=section-about] dd', (facts) => facts.map(({ textContent }) => textContent));

test('the page says which version it is and whom it talks to', async () => {
  await open();
  expect(await about()).toEqual([
    '1.2.3',
    'http://127.0.0.1:8787',
    'abcdefghijklmnopabcdefghijklmnop',
    'MIT',
  ]);
});

test('a backend that the organisation has set is shown, and says so', async () => {
  await open({ managed: { backendUrl: 'https://time.example.org/' } });
  expect((await about())[1]).toBe('https://time.example.orgSet by your organisation.');
});
