import { expect, it, onTestFinished } from 'vitest';
import { displayProblem, openDisplay } from '../../scripts/display.ts';
import { read } from '../../scripts/tabs.ts';
import { activeSession, eventually } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

const isNow = (world: World, number: number | undefined) =>
  eventually(async () => (await activeSession(world))?.pr_number).toBe(number);

const address = (number: number): string => `https://github.com/acme/rocket/pull/${number}`;

const windowOf = (world: World, url: string): Promise<number> =>
  world.inExtension(
    async (wanted) => (await chrome.tabs.query({})).find((tab) => tab.url === wanted)?.windowId ?? -1,
    url,
  );

const focus = async (world: World, url: string): Promise<void> => {
  await world.inExtension(
    (id) => chrome.windows.update(id, { focused: true }).then(() => null),
    await windowOf(world, url),
  );
};

const problem = displayProblem();

if (problem === null)
  it('of two windows the one with the focus counts, a tab that is torn off goes on, and neither counts minimized', async () => {
    const display = await openDisplay();
    onTestFinished(() => display.stop());
    const world = await startWorld({ headless: false, env: display.env });
    const page = await world.visit('/acme/rocket/pull/7');
    await read(page, 500);
    await isNow(world, 7);
    const id = (await activeSession(world))?.id;

    await world.inExtension(
      (url) => chrome.windows.create({ url, focused: true }).then(() => null),
      address(8),
    );
    await isNow(world, 8);
    await focus(world, address(7));
    await isNow(world, 7);
    expect((await activeSession(world))?.id).toBe(id);

    await world.inExtension(async (url) => {
      const tab = (await chrome.tabs.query({})).find((found) => found.url === url);
      if (tab?.id !== undefined) await chrome.windows.create({ tabId: tab.id, focused: true });
    }, address(7));
    await read(page, 500);
    await isNow(world, 7);
    expect((await activeSession(world))?.id).toBe(id);

    await focus(world, address(8));
    await isNow(world, 8);
    await world.inExtension(async () => {
      for (const { id: window } of await chrome.windows.getAll())
        if (window !== undefined) await chrome.windows.update(window, { state: 'minimized' });
    }, null);
    await isNow(world, undefined);
  });
else
  it('which of two windows counts is not looked at here, where no browser can show one', () => {
    process.stderr.write(`Two windows were not tested: ${problem}.\n`);
    expect(problem).toMatch(/not installed/);
  });
