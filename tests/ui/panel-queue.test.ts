import { expect, test } from 'vitest';
import { queueRecord, records } from './panel-records.ts';
import { open, press, text, within } from './panel-under-test.ts';
import { uuid } from './sessions.ts';
import { views } from './views.ts';

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
