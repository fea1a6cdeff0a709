import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plus } from '../../src/domain/time.ts';
import { eventually } from '../support/expectations.ts';
import { focusedName, tabTo, violations } from './extension-page.ts';
import { ledger, records } from './panel-records.ts';
import { open, press, sent, tabs, text, withGap, within, word } from './panel-under-test.ts';
import { now } from './sessions.ts';
import { unreadableViews, views } from './views.ts';

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
  const page = await open({ view: views.counting, ...records }, 'charts', { forcedColors: 'active' });
  await within(page, async () => {
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

test.each(['en', 'de'] as const)(
  'in the language "%s" all sections have their names in sight on the narrowest panel',
  async (language) => {
    const page = await open({ view: views.counting, ...records }, 'ledger', { language }, 320);
    await within(page, async () => {
      await page.waitForSelector('.tabs .counter');
      expect(await page.$eval('.tabs', ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    });
  },
);
