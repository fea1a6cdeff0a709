import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect, inject, it } from 'vitest';
import { openBehind, read } from '../../scripts/tabs.ts';
import {
  activeSession,
  backendKeeps,
  eventually,
  expectCounted,
  storedUnder,
} from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

const address = (path: string): string => `https://github.com/acme/rocket${path}`;

const counted = async (world: World): Promise<unknown> => (await activeSession(world))?.pr_number;

const isNow = (world: World, number: number | undefined) => eventually(() => counted(world)).toBe(number);

const arrival = (page: Page, path: string): Promise<unknown> =>
  page.waitForFunction((wanted) => location.pathname === `/acme/rocket${wanted}`, {}, path);

const click = (page: Page, path: string, kind = 'data-turbo'): Promise<void> =>
  page.click(`a[${kind}][href="/acme/rocket${path}"]`);

it('a walk through the pages of a pull request, by every way that GitHub has, is one session', async () => {
  const world = await startWorld();
  await world.signIn();
  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await isNow(world, 7);
  const id = (await activeSession(world))?.id;

  const walk: [way: string, path: string, go: () => Promise<unknown>][] = [
    ['a full load', '/pull/7/checks', () => page.goto(address('/pull/7/checks'))],
    ['Turbo', '/pull/7/commits', () => click(page, '/pull/7/commits')],
    [
      'React, to a commit',
      '/pull/7/commits/c0ffee3',
      () => click(page, '/pull/7/commits/c0ffee3', 'data-soft'),
    ],
    ['back', '/pull/7/commits', () => page.goBack()],
    ['forward', '/pull/7/commits/c0ffee3', () => page.goForward()],
    ['Turbo, to the files', '/pull/7/files', () => click(page, '/pull/7/files')],
    [
      'React, to a range',
      '/pull/7/files/c0ffee0..c0ffee3',
      () => click(page, '/pull/7/files/c0ffee0..c0ffee3', 'data-soft'),
    ],
    ['a reload', '/pull/7/files/c0ffee0..c0ffee3', () => page.reload()],
    ['a full load of the changes', '/pull/7/changes', () => page.goto(address('/pull/7/changes'))],
    [
      'React, to one change',
      '/pull/7/changes/c0ffee1',
      () => click(page, '/pull/7/changes/c0ffee1', 'data-soft'),
    ],
    ['Turbo, to the conversation', '/pull/7', () => click(page, '/pull/7')],
  ];
  for (const [way, path, go] of walk) {
    await go();
    await arrival(page, path);
    await read(page, 400);
    expect([way, (await activeSession(world))?.id]).toEqual([way, id]);
  }
  const attention = Date.now() - began;
  await page.close();
  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expect(kept?.client_id).toBe(id);
  expectCounted(kept, attention);
});

it('a walk from the list to one pull request, to the next and to the issues tracks each of them alone', async () => {
  const world = await startWorld();
  await world.signIn();
  const page = await world.visit('/acme/rocket/pulls');
  await read(page, 500);
  expect(await counted(world)).toBe(undefined);
  await click(page, '/pull/3');
  await isNow(world, 3);
  await click(page, '/pull/4', 'data-soft');
  await isNow(world, 4);
  const id = (await activeSession(world))?.id;
  await click(page, '/issues', 'data-soft');
  await isNow(world, undefined);
  await page.goBack();
  await isNow(world, 4);
  expect((await activeSession(world))?.id).toBe(id);
  await page.goto(address(''));
  await isNow(world, undefined);
  await backendKeeps(world, ['acme/rocket #3 completed', 'acme/rocket #4 completed']);
});

it('a tab is tracked from when it is looked at, and stays one review pinned, grouped, doubled and discarded', async () => {
  const world = await startWorld();
  const first = await world.visit('/acme/rocket/pull/7');
  await isNow(world, 7);
  const behind = await openBehind(world.browser, address('/pull/5'));
  await read(first, 1_000);
  expect((await storedUnder(world, 'session/')).length).toBe(1);
  await behind.bringToFront();
  await isNow(world, 5);
  const id = (await activeSession(world))?.id;

  const tabId = await world.inExtension(
    async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id ?? -1,
    address('/pull/5'),
  );
  await world.inExtension((tab) => chrome.tabs.update(tab, { pinned: true }).then(() => null), tabId);
  await read(behind, 300);
  await world.inExtension(
    (tab) => chrome.tabs.update(tab, { pinned: false }).then(() => chrome.tabs.group({ tabIds: [tab] })),
    tabId,
  );
  await read(behind, 300);
  const double = await world.visit('/acme/rocket/pull/5/files');
  await read(double, 300);
  expect((await activeSession(world))?.id).toBe(id);

  await double.close();
  await first.bringToFront();
  await isNow(world, 7);
  await world.inExtension((tab) => chrome.tabs.discard(tab).then(() => null), tabId);
  await eventually(async () =>
    (await storedUnder(world, 'sessionHistory/')).map(({ pr_number }) => pr_number),
  ).toEqual([5]);
  await world.inExtension(async () => {
    const discarded = (await chrome.tabs.query({ discarded: true }))[0]?.id;
    if (discarded !== undefined) await chrome.tabs.update(discarded, { active: true });
  }, null);
  await isNow(world, 5);
  expect((await activeSession(world))?.id).not.toBe(id);
});

it('a person who is idle does not count, and what is excluded or incognito is never looked at', async () => {
  const world = await startWorld();
  await world.store({ settings: { idleAfterSeconds: 2, endAfterIdleSeconds: 5, excluded: ['globex/*'] } });
  const excluded = await world.visit('/globex/rocket/pull/1');
  await read(excluded, 1_500);
  expect(await storedUnder(world, 'session/')).toEqual([]);

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  const id = (await activeSession(world))?.id;
  await isNow(world, undefined);
  expect((await world.derived()).view).toMatchObject({ current: { id, pausedBecause: 'idle' } });
  await read(page, 500);
  expect((await activeSession(world))?.id).toBe(id);
  await eventually(() => storedUnder(world, 'sessionHistory/')).toMatchObject([
    { id, causes: [{ ended: 'idle' }, { began: 'input', ended: 'idle' }] },
  ]);

  const manifest = JSON.parse(await readFile(join(inject('extensionFolder'), 'manifest.json'), 'utf8'));
  expect(manifest.incognito).toBe('not_allowed');
});
