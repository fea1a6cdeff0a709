import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import { countListeners } from '../support/content-script.ts';
import { activeSession, eventually, storedUnder } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

const address = (path: string): string => `https://github.com/acme/rocket${path}`;

const isNow = (world: World, number: number | undefined) =>
  eventually(async () => (await activeSession(world))?.pr_number).toBe(number);

/** Counted seconds of the reviews that have ended, by pull request, in their order. */
const ended = async (world: World): Promise<[number, number][]> =>
  (await storedUnder(world, 'sessionHistory/'))
    .toSorted((a, b) => String(a.start_time).localeCompare(String(b.start_time)))
    .map(({ pr_number, duration_seconds }) => [Number(pr_number), Number(duration_seconds)]);

/** Within 2 s for each time that the attention changed. */
const about = (ms: number, changes: number) =>
  expect.toSatisfy((seconds: number) => Math.abs(seconds * 1_000 - ms) <= 2_000 * changes, `about ${ms} ms`);

const reading = async (page: Page, ms: number): Promise<number> => {
  const began = Date.now();
  await read(page, ms);
  return Date.now() - began;
};

it('a page in the back/forward cache counts nothing, and counts again once it is gone back to', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/7');
  await isNow(world, 7);
  const first = await reading(page, 2_000);
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.goto(address('/issues'));
  await isNow(world, undefined);
  await read(page, 5_000);
  await page.goBack();
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  await isNow(world, 7);
  const second = await reading(page, 2_000);
  await page.close();
  await eventually(() => ended(world)).toEqual([
    [7, about(first, 2)],
    [7, about(second, 2)],
  ]);
});

it('a page that is made in advance is tracked from when it is shown', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pulls');
  await page.evaluate((url) => {
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.textContent = JSON.stringify({ prerender: [{ source: 'list', urls: [url] }] });
    document.head.append(rules);
  }, address('/pull/8'));
  await read(page, 3_000);
  expect([await storedUnder(world, 'session/'), await activeSession(world)]).toEqual([[], undefined]);
  await page.evaluate((url) => {
    location.href = url;
  }, address('/pull/8'));
  await isNow(world, 8);
  const shown = await reading(page, 2_000);
  expect(
    await page.evaluate(
      () =>
        (performance.getEntriesByType('navigation')[0] as unknown as { activationStart: number })
          .activationStart > 0,
    ),
  ).toBe(true);
  await page.close();
  await eventually(() => ended(world)).toEqual([[8, about(shown, 2)]]);
});

it('a page that is frozen behind another counts nothing, and goes on with its review when it is looked at', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/7');
  await isNow(world, 7);
  const id = (await activeSession(world))?.id;
  const other = await world.visit('/acme/rocket/pull/8');
  await isNow(world, 8);
  const session = await page.createCDPSession();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await read(other, 2_000);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await page.bringToFront();
  await isNow(world, 7);
  await read(page, 500);
  expect((await activeSession(world))?.id).toBe(id);
});

it('the sensor of an extension that was loaded anew falls silent without an error, and every open page has one again', async () => {
  const world = await startWorld();
  const pages = [await world.visit('/acme/rocket/pull/7'), await world.visit('/acme/rocket/pull/8')];
  const errors: string[] = [];
  for (const page of pages)
    page
      .on('pageerror', (error) => errors.push(String(error)))
      .on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await isNow(world, 8);
  const listeners = () => Promise.all(pages.map(countListeners));
  const before = await listeners();
  expect(before.every((count) => count > 0)).toBe(true);

  await world.reloadExtension();
  await eventually(async () => (await listeners()).every((count) => count > 0)).toBe(true);
  for (const number of [7, 8, 7]) {
    await pages[number - 7]?.bringToFront();
    await isNow(world, number);
  }
  await eventually(listeners).toEqual(before);
  expect(errors).toEqual([]);
});

it('a page that crashes counts no longer than its last evidence allows, and goes on once it is loaded again', async () => {
  const world = await startWorld();
  await world.store({ settings: { idleAfterSeconds: 2, checkpointSeconds: 5, endAfterIdleSeconds: 120 } });
  const page = await world.visit('/acme/rocket/pull/7');
  await isNow(world, 7);
  const id = (await activeSession(world))?.id;
  const counted = await reading(page, 2_000);
  const session = await page.createCDPSession();
  void session.send('Page.crash').catch(() => undefined);
  await isNow(world, undefined);
  await world.inExtension(async () => {
    const [tab] = await chrome.tabs.query({ url: 'https://github.com/*/pull/*' });
    if (tab?.id !== undefined) await chrome.tabs.reload(tab.id);
  }, null);
  await isNow(world, 7);
  expect((await activeSession(world))?.id).toBe(id);
  await world.send({ type: 'END_SESSION', data: { id } });
  await eventually(async () => {
    const [row] = await storedUnder(world, 'sessionHistory/');
    return (row?.intervals as [string, string][] | undefined)?.map(
      ([from, to]) => Date.parse(to) - Date.parse(from),
    );
  }).toEqual([
    expect.toSatisfy((ms: number) => Math.abs(ms - counted) <= 4_000, `about ${counted} ms`),
    expect.any(Number),
  ]);
});
