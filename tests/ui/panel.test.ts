import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { plus } from '../../src/domain/time.ts';
import type { View } from '../../src/domain/view.ts';
import { eventually } from '../support/expectations.ts';
import { focusedName, openPage, openPageSite, type PageSite, tabTo, violations } from './extension-page.ts';
import { messagesOf } from './locales.ts';
import { ledger, queueRecord, records, trace } from './panel-records.ts';
import { now, uuid } from './sessions.ts';
import { unreadableViews, views } from './views.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const tabs = ['ledger', 'queue', 'charts', 'diagnostics'] as const;
const english = messagesOf('en');
const word = (name: string): string => english[name]?.message ?? name;

let site: PageSite;
beforeAll(async () => {
  site = await openPageSite('panel');
});
afterAll(() => site?.close());

const withGap: View = {
  ...views.counting,
  gaps: [
    {
      host: 'github.com',
      owner: 'statelyai',
      repo: 'xstate',
      number: 5331,
      title: 'Re-arm delayed transitions',
      sessionId: ledger.id,
      start: plus(now, -1_230_000),
      end: plus(now, -840_000),
      because: 'idle',
    },
  ],
};

const open = async (local: Record<string, unknown>, tab: (typeof tabs)[number] = 'ledger'): Promise<Page> => {
  const page = await openPage(site, { local, session: { trace } }, { width: 380, height: 900 });
  if (await page.$(`#tab-${tab}`)) await page.click(`#tab-${tab}`);
  return page;
};

/** Runs `look` on the opened panel and closes it whatever comes. */
const within = async (page: Page, look: () => Promise<void>): Promise<void> => {
  try {
    await look();
    expect(await page.evaluate(() => fakeChrome.errors)).toEqual([]);
  } finally {
    await page.close();
  }
};

const press = (page: Page, label: string): Promise<void> =>
  page.evaluate((wanted) => {
    const found = [...document.querySelectorAll('button')].find(
      (button) => button.getAttribute('aria-label') === wanted || button.textContent?.trim() === wanted,
    );
    if (!found) throw new Error(`There is no button "${wanted}".`);
    found.click();
  }, label);

const text = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (found) =>
    found.map((element) => (element.textContent ?? '').replace(/[\u2068\u2069]/g, '').trim()),
  );

const sent = (page: Page): Promise<unknown[]> => page.evaluate(() => fakeChrome.sent);

const worlds: Record<string, Record<string, unknown>> = {
  'nothing stored': {},
  'nothing owed': { view: views.counting, ledger },
  everything: { view: withGap, ...records },
};

describe.each(Object.keys(worlds))('with %s', (name) => {
  let page: Page;
  beforeAll(async () => {
    page = await open(worlds[name] ?? {});
    await page.evaluate(axe.source);
  });
  afterAll(() => page.close());

  test.each(tabs)(
    'the tab "%s" fits, throws nothing, and axe objects to nothing in light and dark',
    async (tab) => {
      await page.click(`#tab-${tab}`);
      await page.waitForSelector('#section > *');
      await page.$$eval(
        '.day-session:first-child > details, .queue-item:first-child > details, .chart-words',
        (found) => {
          for (const details of found) (details as HTMLDetailsElement).open = true;
        },
      );
      expect(await page.evaluate(() => [document.documentElement.scrollWidth, fakeChrome.errors])).toEqual([
        380,
        [],
      ]);
      expect(await violations(page, 'light')).toEqual([]);
      expect(await violations(page, 'dark')).toEqual([]);
    },
  );
});

test('each stretch that counted says when it was, why it began and ended, and what it rests on', async () => {
  const page = await open({ view: views.counting, ...records });
  await within(page, async () => {
    const [last = ''] = await text(page, '.current .stretches .stretch');
    expect(last).toContain('2m');
    expect(last).toContain('You moved again, until the window lost the focus');
    expect(last).toContain('Last seen: a key at');
    expect(await text(page, '.current .stretches .gap')).toEqual(['6m not counted', '1m not counted']);
  });
});

test('a time of absence is counted or left as the person says', async () => {
  const page = await open({ view: withGap, ...records });
  await within(page, async () => {
    await page.waitForSelector('.away');
    const [count, leave] = await page.$$('.away button');
    await count?.click();
    await leave?.click();
    const gaps = [{ id: ledger.id, start: now - 1_230_000 }];
    expect(await sent(page)).toEqual([
      { type: 'COUNT_GAP', data: { gaps } },
      { type: 'LEAVE_GAP', data: { gaps } },
    ]);
  });
});

test('a session of today is cut in two within its time only', async () => {
  const page = await open({ view: views.counting, ...records });
  await within(page, async () => {
    await page.waitForSelector('.day-session');
    await press(page, word('ledger_split_of').replace('$1', '\u2068preactjs/preact #4801\u2069'));
    await page.$eval('.session-form input', (field) => {
      (field as HTMLInputElement).value = '2020-01-01T00:00:00';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press(page, word('ledger_split'));
    expect(await sent(page)).toEqual([]);
    expect((await text(page, '.form-problem'))[0]).toMatch(/^Choose a moment between/);
    await page.$eval('.session-form input', (field) => {
      (field as HTMLInputElement).value = '2026-03-11T14:10:00';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press(page, word('ledger_split'));
    expect(await sent(page)).toMatchObject([
      { type: 'SPLIT_SESSION', data: { at: '2026-03-11T13:10:00.000Z' } },
    ]);
    await page.waitForSelector('.session-form', { hidden: true });
  });
});

test('a session of today that was deleted can be brought back for some seconds', async () => {
  const page = await open({ view: views.counting, ...records });
  await within(page, async () => {
    await page.waitForSelector('.day-session');
    await press(page, word('ledger_correct_of').replace('$1', '\u2068preactjs/preact #4801\u2069'));
    await page.waitForSelector('dialog[open]');
    await press(page, word('edit_delete'));
    await page.waitForFunction(
      (asked) => document.querySelector('dialog')?.textContent?.includes(asked),
      {},
      word('edit_delete_asked'),
    );
    await press(page, word('edit_delete_asked'));
    await page.waitForSelector('.banner-attention');
    await press(page, word('edit_undo'));
    await page.waitForSelector('.banner-attention', { hidden: true });
    expect((await sent(page)).map((message) => (message as { type: string }).type)).toEqual([
      'DELETE_SESSION',
      'RESTORE_SESSION',
    ]);
  });
});

test('each item says where it stands, what was tried and when the next attempt is due', async () => {
  const page = await open({ view: views.counting, ...records }, 'queue');
  await within(page, async () => {
    await page.waitForSelector('.queue-item');
    expect(await text(page, '.queue-head .pill')).toEqual([
      'Refused',
      'Exhausted',
      'Retrying',
      'Queued',
      'Queued',
      'Held',
    ]);
    expect(await text(page, '.problem')).toEqual([
      'This repository is not part of your plan.',
      'The server is busy (503).',
    ]);
    expect((await text(page, '.queue-facts')).join('\n')).toMatch(/Retry 3 of 5 in [1-4]s/);
  });
});

test('an item offers what its machine can do where it stands, and shows its own place on the chart', async () => {
  const page = await open({ view: views.counting, ...records }, 'queue');
  await within(page, async () => {
    await page.waitForSelector('.queue-item');
    const offers = await page.$$eval('.queue-item', (items) =>
      items.map((item) => [...item.querySelectorAll('.actions button')].map((button) => button.textContent)),
    );
    expect(offers).toEqual([
      ['Retry', 'Export', 'Discard'],
      ['Retry', 'Export', 'Discard'],
      ['Retry'],
      [],
      [],
      [],
    ]);
    await page.$$eval('.queue-chart', (found) => {
      for (const details of found) (details as HTMLDetailsElement).open = true;
    });
    await page.waitForFunction(() => document.querySelectorAll('.chart-picture').length === 6);
    const places = await page.$$eval('.queue-item', (items) =>
      items.map((item) => item.querySelector('.is-current')?.getAttribute('data-state')),
    );
    expect(places).toEqual(['failed.refused', 'failed.exhausted', 'retrying', 'queued', 'queued', 'held']);
  });
});

test('of 200 items that wait the first 50 are read, and the rest on demand', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`syncQueue/${uuid(index)}`, queueRecord(index, 'queued')]),
  );
  const page = await open(
    { view: views.pending ?? views.counting, ...many, 'syncQueue/x': 'rubbish' },
    'queue',
  );
  await within(page, async () => {
    await page.waitForSelector('.queue-item');
    expect((await page.$$('.queue-item')).length).toBe(50);
    await press(page, 'Show 151 more');
    await page.waitForFunction(() => document.querySelectorAll('.queue-item').length === 100);
  });
});

test('a chart shows where its machine stands, the way that was taken and the steps with their causes', async () => {
  const page = await open({ view: views.counting, ...records }, 'charts');
  await within(page, async () => {
    const marked = (machine: string, mark: string): Promise<(string | undefined)[]> =>
      page.$$eval(`[data-machine="${machine}"] ${mark}`, (found) =>
        found.map((element) => {
          const { state, from, to } = (element as SVGElement).dataset;
          return state ?? `${from} to ${to}`;
        }),
      );
    expect(await marked('session', '.is-current')).toEqual(['active.counting']);
    expect(await marked('session', '.is-taken')).toEqual(['active.paused to active.counting']);
    expect((await marked('syncItem', '.is-current')).toSorted()).toEqual([
      'failed.exhausted',
      'failed.refused',
      'held',
      'queued',
      'retrying',
    ]);
    expect(await marked('syncItem', '.is-taken')).toEqual(['sending to retrying']);
    expect((await text(page, '.steps')).join('\n')).toContain(
      'You looked away · The browser window is not focused.',
    );
  });
});

test('a chart follows what is stored', async () => {
  const page = await open({ view: views.counting, ...records }, 'charts');
  await within(page, async () => {
    await page.evaluate((view) => fakeChrome.publish(view), {
      ...views['paused-hidden'],
      current: { ...views['paused-hidden'].current, dueAt: plus(now, 200_000) },
    });
    await page.waitForSelector('[data-machine="session"] .is-current[data-state="active.paused"]');
    expect((await text(page, '[data-machine="session"] .chart-due'))[0]).toMatch(/^The review ends in 3m/);
  });
});

test('a trace is stepped through on the charts, forward and back', async () => {
  const page = await open({ view: views.counting, ...records }, 'diagnostics');
  await within(page, async () => {
    await press(page, word('diagnostics_replay_this'));
    const place = async () => [
      (await text(page, '.replay [role=status]'))[0],
      await page.$eval('.replay .is-current', (state) => state.getAttribute('data-state')),
    ];
    await eventually(place).toEqual(['Step 1 of 9', 'valid']);
    await press(page, word('diagnostics_forward'));
    await press(page, word('diagnostics_forward'));
    await eventually(place).toEqual(['Step 3 of 9', 'active.paused']);
    await press(page, word('diagnostics_back'));
    await eventually(place).toEqual(['Step 2 of 9', 'active.counting']);
    expect(await sent(page)).toEqual([]);
  });
});

test('a View that the panel cannot read offers a reload', async () => {
  const page = await open({ view: unreadableViews['newer-version'] });
  await within(page, async () => {
    await page.click('button');
    expect(await page.evaluate(() => fakeChrome.reloaded)).toBe(1);
  });
});

test('names and titles are text', async () => {
  const page = await open({ view: views.hostile, ...records });
  await within(page, async () => {
    await page.waitForSelector('.day-session');
    expect(await page.$$eval('#panel img, #panel script', (found) => found.length)).toBe(0);
  });
});

test('the keyboard alone reaches every section and every action', async () => {
  const page = await open({ view: withGap, ...records });
  await within(page, async () => {
    await page.waitForSelector('.day-session');
    await page.focus('#tab-ledger');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focusedName(page)).toBe('tab-charts');
    await page.keyboard.press('End');
    expect(await focusedName(page)).toBe('tab-diagnostics');
    await tabTo(page, word('diagnostics_replay_this'));
    await page.keyboard.press('Enter');
    await tabTo(page, word('diagnostics_forward'));
    await page.keyboard.press('Space');
    expect((await text(page, '.replay [role=status]'))[0]).toBe('Step 2 of 9');
  });
});

test('in forced colors the chosen tab and the state that a machine is in stand out', async () => {
  const page = await openPage(
    site,
    { local: { view: views.counting, ...records }, session: { trace } },
    { width: 380, height: 900 },
    { forcedColors: 'active' },
  );
  await within(page, async () => {
    await page.click('#tab-charts');
    await page.waitForSelector('.chart-picture');
    await page.mouse.move(0, 0);
    const marked = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.cssText = 'forced-color-adjust: none; background: highlight';
      const highlight = getComputedStyle(probe).backgroundColor;
      const state = document.querySelector('.is-current > .chart-box');
      const tab = document.querySelector('[aria-selected=true]');
      return [
        state && getComputedStyle(state).fill === highlight,
        tab && getComputedStyle(tab, '::after').backgroundColor === highlight,
        getComputedStyle(document.querySelector('.chart-box') ?? probe).fill === highlight,
      ];
    });
    expect(marked).toEqual([true, true, false]);
  });
});
