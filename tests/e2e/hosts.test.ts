import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { EXTENSION_ID } from '../../contract/src/extension-identity.ts';
import { openTab, read } from '../../scripts/tabs.ts';
import { countListeners } from '../support/content-script.ts';
import { activeSession, eventually, storedUnder } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

const HOST = 'git.acme.example';
const pullRequest = `https://${HOST}/acme/rocket/pull/7`;
const options = `chrome-extension://${EXTENSION_ID}/src/ui/options/options.html`;

declare const chrome: typeof globalThis.chrome & {
  developerPrivate: {
    addHostPermission(extensionId: string, host: string): Promise<void>;
    updateExtensionConfiguration(change: { extensionId: string; hostAccess: string }): Promise<void>;
  };
};

/** What a person does on the browser's own page for an extension. */
const onExtensionsPage = async <Given>(world: World, work: (given: Given) => Promise<void>, given: Given) => {
  const page = await openTab(world.browser, 'chrome://extensions');
  await page.evaluate(work as (given: unknown) => Promise<void>, given);
  await page.close();
};

const letAccess = (world: World, hostAccess: 'ON_SPECIFIC_SITES' | 'ON_ALL_SITES'): Promise<void> =>
  onExtensionsPage(world, (change) => chrome.developerPrivate.updateExtensionConfiguration(change), {
    extensionId: EXTENSION_ID,
    hostAccess,
  });

/**
 * Answers the browser's question for a host before it is asked, so that it need not show a window in which nobody can
 * click. The answer is only remembered while sites are allowed one by one.
 */
const allowBeforehand = async (world: World): Promise<void> => {
  await letAccess(world, 'ON_SPECIFIC_SITES');
  await onExtensionsPage(world, ([id, origin]) => chrome.developerPrivate.addHostPermission(id, origin), [
    EXTENSION_ID,
    `https://${HOST}/*`,
  ] as const);
};

const mayBeSeen = (world: World): Promise<boolean> =>
  world.inExtension((origins) => chrome.permissions.contains({ origins }), [`https://${HOST}/*`]);

const addHost = async (page: Page): Promise<void> => {
  await page.type('#hosts', HOST);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`aria/Remove ${HOST}`);
};

it('a host of GitHub Enterprise Server is tracked from when it is added in the options until it is removed there', async () => {
  const world = await startWorld({ enterpriseHost: HOST });
  const page = await openTab(world.browser, pullRequest);
  await read(page, 1_000);
  expect([await storedUnder(world, 'session/'), await countListeners(page)]).toEqual([[], 0]);

  await allowBeforehand(world);
  const settings = await openTab(world.browser, options);
  await addHost(settings);
  expect(await mayBeSeen(world)).toBe(true);

  await page.bringToFront();
  await read(page, 1_000);
  await eventually(async () => (await world.derived()).view).toMatchObject({
    current: { host: HOST, number: 7 },
  });
  await eventually(() => countListeners(page)).toBeGreaterThan(0);
  const id = (await activeSession(world))?.id;
  await page.goto(`${pullRequest}/files`);
  await read(page, 1_000);
  expect([(await activeSession(world))?.id, (await countListeners(page)) > 0]).toEqual([id, true]);

  await settings.bringToFront();
  await settings.click(`aria/Remove ${HOST}`);
  await eventually(() => mayBeSeen(world)).toBe(false);
  await eventually(() => storedUnder(world, 'sessionHistory/')).toMatchObject([{ id, host: HOST }]);
  await eventually(() => countListeners(page)).toBe(0);
  await page.bringToFront();
  await page.reload();
  await read(page, 1_000);
  expect([
    await activeSession(world),
    await storedUnder(world, 'session/'),
    await countListeners(page),
  ]).toEqual([undefined, [], 0]);
});

it('github.com is no longer tracked once the browser keeps it from the extension, and again when it is given back', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  await eventually(async () => (await activeSession(world))?.pr_number).toBe(7);
  await letAccess(world, 'ON_SPECIFIC_SITES');
  await page.bringToFront();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  await read(page, 1_000);
  expect(await activeSession(world)).toBe(undefined);
  await letAccess(world, 'ON_ALL_SITES');
  await page.bringToFront();
  await read(page, 500);
  await eventually(async () => (await activeSession(world))?.pr_number).toBe(7);
});
