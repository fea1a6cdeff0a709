import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readTraceFile } from '../../src/ui/stored-trace.ts';
import { focusedName, openPage, violations } from './extension-page.ts';
import type { FakeBrowser } from './fake-chrome.ts';
import { servedPage } from './served-page.ts';
import { now } from './sessions.ts';
import { views } from './views.ts';

const site = servedPage('options');
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'worktime-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => page.close());

const signIn = (id: string, client_id: string, is_current = false) => ({
  id,
  client_id,
  is_current,
  created_at: '2026-03-01T08:00:00.000Z',
  last_used_at: null,
});
const signIns = {
  ok: true,
  sign_ins: [signIn('one', 'worktime-extension', true), signIn('two', 'worktime-dashboard')],
};
const session = {
  id: '01957b00-0000-7000-8000-000000000001',
  host: 'github.com',
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: 7,
  pr_title: 'Secret plan',
  start_time: '2026-03-11T10:00:00.000Z',
  end_time: '2026-03-11T10:30:00.000Z',
  duration_seconds: 900,
  time_zone: 'Europe/Berlin',
  intervals: [],
  synced: false,
};
const trace = [
  {
    machine: 'session',
    id: 'github.com/acme/rocket/7',
    event: 'attention.lost',
    cause: 'hidden',
    from: 'active.counting',
    to: 'active.paused',
    at: now,
    dueAt: null,
  },
];
const holding: Partial<FakeBrowser> = {
  local: {
    view: views.failed,
    settings: { excluded: ['acme/secret'] },
    authToken: 'a.b.c',
    [`sessionHistory/${session.id}`]: session,
    'quarantine/session/github.com/acme/rocket/7': { version: 99 },
  },
  session: { trace },
  replies: { LOAD_SIGN_INS: signIns, IMPORT_DATA: { ok: true, added: 1, known: 1 } },
};

const open = async (more: Partial<FakeBrowser> = {}): Promise<void> => {
  page = await openPage(site(), { ...holding, ...more }, { width: 1000, height: 800 });
};
const press = async (words: string): Promise<void> => {
  await page.locator(`::-p-aria([name="${words}"][role="button"])`).click();
};
const sent = (): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);
const shows = (words: string): Promise<unknown> =>
  page.waitForFunction((text) => document.body.textContent.includes(text), {}, words);
const saved = async (button: string): Promise<string> => {
  await page.evaluate(() => {
    URL.createObjectURL = (blob) => {
      Object.assign(globalThis, { saved: blob });
      return 'blob:none';
    };
  });
  await press(button);
  const text = await page.waitForFunction(() =>
    (Reflect.get(globalThis, 'saved') as Blob | undefined)?.text(),
  );
  return String(await text.jsonValue());
};

test('axe objects to nothing in a dialog, nor where everything is shown, in light and dark', async () => {
  await open();
  await shows('Dashboard');
  await page.evaluate(axe.source);
  await page.evaluate(() => document.querySelector('details')?.setAttribute('open', ''));
  for (const scheme of ['light', 'dark'] as const) expect(await violations(page, scheme)).toEqual([]);
  await press('Erase all data');
  await page.waitForSelector('dialog[open]');
  for (const scheme of ['light', 'dark'] as const) expect(await violations(page, scheme)).toEqual([]);
});

describe('erasing', () => {
  test('asks first, in the page, says what would be lost, and Escape or Cancel leaves everything', async () => {
    await open();
    await page.focus('#erase-data');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await shows('2 changes have not been sent yet. They would be lost.');
    expect(await focusedName(page)).toBe('Cancel');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { hidden: true });
    expect(await focusedName(page)).toBe('erase-data');
    expect(await sent()).toEqual([{ type: 'LOAD_SIGN_INS' }]);
  });

  test.each([
    ['#erase-data', 'ERASE_LOCAL_DATA', 'Everything is erased.'],
    ['#erase-account', 'ERASE_ACCOUNT', 'The account is erased.'],
  ])(
    'by %s is done at the second word, by keyboard alone, and the page says so',
    async (button, type, words) => {
      await open();
      await page.focus(button);
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await shows(words);
      expect((await sent()).at(-1)).toEqual({ type });
    },
  );

  test('that the worker refuses is said, with its reason', async () => {
    await open();
    await page.evaluate(() => {
      fakeChrome.reply = { ok: false, error: { code: 'failed', message: 'The disk is full.' } };
    });
    await page.click('#erase-data');
    await page.waitForSelector('dialog[open]');
    await page.click('dialog .button-danger');
    await shows('The disk is full.');
  });
});

describe('taking along', () => {
  test('everything as JSON, without the sign-in; the reviews as CSV', async () => {
    await open();
    const everything: unknown = JSON.parse(await saved('Export everything as JSON'));
    expect(everything).toMatchObject({ format: 'worktime-export', sessionHistory: [session] });
    expect(everything).not.toHaveProperty('authToken');
    expect(await saved('Export reviews as CSV')).toContain(',acme,rocket,7,Secret plan,');
  });

  test.each([
    ['is taken in, and what came of it is said', [session], 'New: 1. Here already: 1. Not readable: 0.'],
    [
      'that is no export changes nothing',
      { a: 1 },
      'This file is no export of WorkTime. Nothing was changed.',
    ],
  ])('a file %s', async (_, content, words) => {
    await open();
    const file = join(folder, 'import.json');
    writeFileSync(file, JSON.stringify(content));
    const [chooser] = await Promise.all([page.waitForFileChooser(), press('Choose a file')]);
    await chooser.accept([file]);
    await shows(words);
  });
});

test('the report of how things stand holds the last steps, and no name, title or token', async () => {
  await open();
  const report = await saved('Download');
  expect(JSON.parse(report)).toMatchObject({
    extension: '1.2.3',
    view: { sync: { state: 'failed', failed: 2 }, signIn: 'valid' },
    settings: { excluded: 1 },
    storage: { reviews: 1, unreadable: ['session/…'] },
    steps: [{ ...trace[0], id: 'session 1' }],
  });
  expect(readTraceFile(report)).toHaveLength(1);
  expect(report).not.toMatch(/\b(acme|rocket|secret|xstate|a\.b\.c|ada)\b/i);
});

describe('sync and account', () => {
  test('syncs, signs out, and ends another sign-in, then asks again which are left', async () => {
    await open();
    await shows('This browser');
    await press('Sync now');
    await page.click('[aria-labelledby=sign-ins-label] .button');
    await page.waitForFunction(() => fakeChrome.sent.length === 4);
    await press('Sign out');
    expect(await sent()).toEqual([
      { type: 'LOAD_SIGN_INS' },
      { type: 'SYNC_NOW' },
      { type: 'REVOKE_SIGN_IN', data: { id: 'two' } },
      { type: 'LOAD_SIGN_INS' },
      { type: 'SIGN_OUT' },
    ]);
  });

  test('says so where nobody is signed in, and signs in through GitHub where the backend can', async () => {
    await open({ local: { view: views['signed-out'] } });
    await shows('Nobody is signed in');
    await press('Sign in with GitHub');
    expect(await sent()).toEqual([{ type: 'SIGN_IN' }]);
  });
});

test('notifications are switched on only where the browser lets WorkTime show them', async () => {
  await open();
  await page.evaluate(() => {
    fakeChrome.grants = false;
  });
  await page.click('#notifyOutages');
  await shows('The browser does not let WorkTime show notifications.');
  expect(await page.$eval('#notifyOutages', (box) => 'checked' in box && box.checked)).toBe(false);
  await page.evaluate(() => {
    fakeChrome.grants = true;
  });
  await page.click('#notifyOutages');
  await shows('Saved');
  expect((await sent()).at(-1)).toEqual({ type: 'CHANGE_SETTINGS', data: { notifyOutages: true } });
});

test('a daily goal is set in minutes, and none where the field is empty', async () => {
  await open();
  for (const text of ['90', '']) {
    await page.click('#dailyGoalMinutes', { count: 3 });
    await page.keyboard.press('Backspace');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await shows('Saved');
  expect((await sent()).slice(-2)).toEqual([
    { type: 'CHANGE_SETTINGS', data: { dailyGoalMinutes: 90 } },
    { type: 'CHANGE_SETTINGS', data: { dailyGoalMinutes: null } },
  ]);
});
