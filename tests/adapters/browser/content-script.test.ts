import type { CDPSession, Page } from 'puppeteer-core';
import { expect, it, vi } from 'vitest';
import { contentScriptsOf, countListeners } from '../../support/content-script.ts';
import { eventually } from '../../support/expectations.ts';
import { startWorld } from '../../support/world.ts';

/** The extension's own world in a page, where its content script runs. */
const contentScriptOf = (page: Page): Promise<{ session: CDPSession; contextId: number }> =>
  vi.waitFor(async () => {
    const session = await page.createCDPSession();
    const [contextId] = await contentScriptsOf(session);
    if (contextId === undefined) throw new Error('The page has no content script.');
    return { session, contextId };
  }, 20_000);

it('a content script can neither read nor write what is stored', async () => {
  const world = await startWorld();
  await world.signIn();
  const page = await world.visit('/acme/rocket/pull/7');
  const { session, contextId } = await contentScriptOf(page);
  const attempt = async (call: string): Promise<unknown> => {
    const { result } = await session.send('Runtime.evaluate', {
      contextId,
      awaitPromise: true,
      expression: `chrome.storage.local.${call}.then(() => 'allowed', (error) => error.message)`,
    });
    return result.value;
  };
  const refusal = 'Access to storage is not allowed from this context.';
  for (const call of ['get(null)', 'get("authToken")', 'getKeys()', 'set({ authToken: "x" })', 'clear()'])
    expect([call, await attempt(call)]).toEqual([call, refusal]);
  expect(await world.stored()).toMatchObject({ authToken: expect.stringMatching(/^\S+\.\S+\.\S+$/) });
});

it('only a page that shows a pull request is listened to, however it got there and wherever it goes', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pulls');
  const click = (path: string, kind: string) => page.click(`a[${kind}][href="/acme/rocket${path}"]`);
  expect(await countListeners(page)).toBe(0);
  await click('/pull/3', 'data-turbo');
  await eventually(() => countListeners(page)).toBeGreaterThan(0);
  const listeners = await countListeners(page);
  await click('/pull/4', 'data-soft');
  await page.waitForFunction(() => location.pathname.endsWith('/pull/4'));
  await eventually(() => countListeners(page)).toBe(listeners);
  await click('/issues', 'data-soft');
  await eventually(() => countListeners(page)).toBe(0);
  await page.goBack();
  await eventually(() => countListeners(page)).toBe(listeners);
  await page.goto('https://github.com/acme/rocket/pull/7');
  await eventually(() => countListeners(page)).toBe(listeners);
  await page.goto('https://github.com/acme/rocket');
  expect(await countListeners(page)).toBe(0);
  await page.goBack();
  await eventually(() => countListeners(page)).toBe(listeners);
});

it('a page that is open while its repository is excluded is listened to again once it is not', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/7');
  await eventually(() => countListeners(page)).toBeGreaterThan(0);
  const change = (excluded: string[]) => world.send({ type: 'CHANGE_SETTINGS', data: { excluded } });
  await change(['acme/rocket']);
  await eventually(() => countListeners(page)).toBe(0);
  await change([]);
  await eventually(() => countListeners(page)).toBeGreaterThan(0);
});
