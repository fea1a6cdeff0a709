import { expect, test } from 'vitest';
import { ledger, records } from './panel-records.ts';
import { open, press, sent, text, withGap, within, word } from './panel-under-test.ts';
import { now } from './sessions.ts';
import { views } from './views.ts';

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
