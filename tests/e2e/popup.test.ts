import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { goOffline, read, signIn } from '../../scripts/tabs.ts';
import { backendKeeps, eventually } from '../support/expectations.ts';
import { login, startWorld } from '../support/world.ts';

const syncState = (popup: Page): Promise<string | null> =>
  popup.$eval('#sync-status', (status) => status.getAttribute('data-state'));

const review = 'acme/rocket #7';

/** Each row by the review that it shows and where its delivery stands. */
const rows = (popup: Page): Promise<string[]> =>
  popup.$$eval(
    '[data-sync]',
    (found, name) =>
      found.map((row) => {
        const text = row.textContent;
        return `${text?.includes(name) ? name : text} ${row.getAttribute('data-sync')}`;
      }),
    review,
  );

it('the popup says where delivery stands at every step', async () => {
  const world = await startWorld();
  const popup = await world.popup();
  await popup.waitForSelector('#sync-status[data-state="signed-out"]');
  await signIn(popup, login);
  await eventually(() => syncState(popup)).toBe('synced');

  await world.gate.set('refused');
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  const goOnline = await goOffline(world.browser);
  await page.close();
  await popup.bringToFront();
  await eventually(() => rows(popup)).toEqual(['acme/rocket #7 queued']);
  await eventually(() => syncState(popup)).toBe('offline');

  await world.gate.set('open');
  await goOnline();
  await eventually(() => syncState(popup)).toBe('synced');
  expect(await rows(popup)).toEqual(['acme/rocket #7 synced']);
});

it('the sync button sends what waits, at once', async () => {
  const world = await startWorld();
  const popup = await world.popup();
  await signIn(popup, login);
  await world.gate.set('refused');
  await world.send({
    type: 'START_SESSION',
    data: { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 },
  });
  await world.send({ type: 'END_SESSION' });
  await eventually(() => rows(popup)).toEqual(['acme/rocket #7 retrying']);

  await world.gate.set('open');
  await popup.click('#sync-button');
  await backendKeeps(world, ['acme/rocket #7 completed']);
  await eventually(() => syncState(popup)).toBe('synced');
});

it('a title full of markup is text in the popup and in storage', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/13');
  await read(page, 2_000);
  const popup = await world.popup();
  await eventually(() => popup.$eval('body', (body) => body.textContent)).toContain('<img src=x onerror=');
  expect(await popup.$$('img')).toEqual([]);
  expect(await popup.title()).toBe('WorkTime');
});
