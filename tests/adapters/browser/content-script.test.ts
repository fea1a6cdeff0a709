import type { CDPSession } from 'puppeteer-core';
import { expect, it, vi } from 'vitest';
import { EXTENSION_ID } from '../../../contract/src/extension-identity.ts';
import { startWorld } from '../../support/world.ts';

/** The extension's own world in a page, where its content script runs. */
const contentScriptOf = async (session: CDPSession): Promise<number> => {
  const found: number[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin === `chrome-extension://${EXTENSION_ID}`) found.push(context.id);
  });
  await session.send('Runtime.enable');
  return vi.waitFor(() => {
    const [id] = found;
    if (id === undefined) throw new Error('The page has no content script.');
    return id;
  }, 20_000);
};

it('a content script can neither read nor write what is stored', async () => {
  const world = await startWorld();
  await world.signIn();
  const page = await world.visit('/acme/rocket/pull/7');
  const session = await page.createCDPSession();
  const contextId = await contentScriptOf(session);
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
