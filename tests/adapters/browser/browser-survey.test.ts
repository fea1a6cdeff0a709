import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { workbench } from './workbench.ts';

const bench = workbench();
const site = createServer((_, response) =>
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>A page</title>'),
);
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const address = site.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  site.close();
  site.closeAllConnections();
});
afterEach(() =>
  bench.page.evaluate(async () => {
    const own = await chrome.tabs.getCurrent();
    const others = (await chrome.tabs.query({})).flatMap(({ id }) => (id === own?.id ? [] : (id ?? [])));
    await chrome.tabs.remove(others);
    if (own?.windowId !== undefined) await chrome.windows.update(own.windowId, { state: 'normal' });
  }),
);

/** Opens a tab and answers its id once its document is there. */
const open = async (url: string, active: boolean): Promise<number> => {
  const id = await bench.page.evaluate((options) => chrome.tabs.create(options).then((tab) => tab.id ?? -1), {
    url,
    active,
  });
  await arrival(id);
  return id;
};

const arrival = (id: number): Promise<void> =>
  vi.waitFor(
    async () => {
      const status = await bench.page.evaluate(
        (tab) => chrome.tabs.get(tab).then((found) => found.status),
        id,
      );
      if (status !== 'complete') throw new Error(`Tab ${id} is ${status}.`);
    },
    { timeout: 20_000, interval: 20 },
  );

/** The page of a pull request on a host that the extension may look at. */
const pullRequest = (number: number): string => `http://127.0.0.1:${port}/acme/rocket/pull/${number}`;

/** What is seen by someone who takes every address with `/pull/` for a pull request of acme/rocket. */
const look = (idleAfterSeconds = 60) =>
  bench.page.evaluate(async (seconds) => {
    const addresses: string[] = [];
    const at = adapters.toEpochMs(1_772_442_000_000);
    const clock = { now: () => at, timeZone: () => 'UTC', localDays: () => ({ dates: [], boundaries: [] }) };
    const survey = await adapters
      .createBrowserSurvey(clock, () => seconds)
      .survey((address) => {
        addresses.push(address);
        const number = Number(new URL(address).pathname.split('/pull/')[1]);
        return Number.isNaN(number) ? null : { host: 'github.com', owner: 'acme', repo: 'rocket', number };
      });
    const shown = [...survey.shown].map(([tab, { number }]) => [tab, number]);
    return { survey: { ...survey, shown }, addresses };
  }, idleAfterSeconds);

const seen = async () => (await look()).survey;

it('every tab that shows a pull request is seen, and which of them is in front', async () => {
  const behind = await open(pullRequest(1), false);
  const front = await open(pullRequest(2), true);
  expect(await seen()).toEqual({
    at: 1_772_442_000_000,
    shown: [
      [behind, 1],
      [front, 2],
    ],
    focusedTab: front,
    activeTabs: [front],
    system: 'active',
  });
});

it('two tabs on one pull request are two tabs', async () => {
  const first = await open(pullRequest(1), false);
  const second = await open(pullRequest(1), false);
  expect((await seen()).shown).toEqual([
    [first, 1],
    [second, 1],
  ]);
});

it('a tab in front that shows none has the focus all the same', async () => {
  const behind = await open(pullRequest(1), false);
  const front = await open(`http://127.0.0.1:${port}/elsewhere`, true);
  expect(await seen()).toMatchObject({ shown: [[behind, 1]], focusedTab: front, activeTabs: [front] });
});

it('the tab that is brought to the front is the one in front', async () => {
  const first = await open(pullRequest(1), true);
  const second = await open(pullRequest(2), true);
  expect((await seen()).focusedTab).toBe(second);
  await bench.page.evaluate((id) => chrome.tabs.update(id, { active: true }), first);
  expect(await seen()).toMatchObject({ focusedTab: first, activeTabs: [first] });
});

it('a tab that went on shows what it shows now, and one that was closed shows nothing', async () => {
  const moved = await open(pullRequest(1), false);
  const closed = await open(pullRequest(2), false);
  await bench.page.evaluate((id, url) => chrome.tabs.update(id, { url }), moved, pullRequest(3));
  await vi.waitFor(async () => expect((await seen()).shown).toContainEqual([moved, 3]), { timeout: 20_000 });
  await bench.page.evaluate((id) => chrome.tabs.remove(id), closed);
  expect((await seen()).shown).toEqual([[moved, 3]]);
});

it('a discarded tab shows nothing until it is looked at', async () => {
  const id = await open(pullRequest(1), false);
  const discarded = await bench.page.evaluate(
    (tab) => chrome.tabs.discard(tab).then((gone) => gone?.id ?? -1),
    id,
  );
  expect((await seen()).shown).toEqual([]);
  await bench.page.evaluate((tab) => chrome.tabs.update(tab, { active: true }), discarded);
  await arrival(discarded);
  expect(await seen()).toMatchObject({ shown: [[discarded, 1]], focusedTab: discarded });
});

it('addresses of hosts without a permission are not known, and are asked of nobody', async () => {
  const foreign = await open(`http://localhost:${port}/acme/rocket/pull/4`, true);
  const { survey, addresses } = await look();
  expect(survey).toMatchObject({ shown: [], focusedTab: foreign });
  expect(addresses.filter((address) => !address.startsWith('chrome-extension:'))).toEqual([]);
});

it('a minimized window has no focus, though its tab is still the active one', async () => {
  const front = await open(pullRequest(1), true);
  await bench.page.evaluate(async () => {
    const own = await chrome.tabs.getCurrent();
    if (own?.windowId !== undefined) await chrome.windows.update(own.windowId, { state: 'minimized' });
  });
  await vi.waitFor(async () => expect((await seen()).focusedTab).toBe(null), { timeout: 20_000 });
  expect(await seen()).toMatchObject({ shown: [[front, 1]], activeTabs: [front] });
});

it('each window has its active tab', async () => {
  const first = await open(pullRequest(1), true);
  const second = await bench.page.evaluate(
    (url) => chrome.windows.create({ url, focused: true }).then((made) => made?.tabs?.[0]?.id ?? -1),
    pullRequest(2),
  );
  await arrival(second);
  const { shown, activeTabs } = await seen();
  expect(shown).toEqual([
    [first, 1],
    [second, 2],
  ]);
  expect(activeTabs).toEqual([first, second]);
});

it('a window of a person who wants to stay unseen is not seen', async () => {
  const context = await bench.page.browser().createBrowserContext();
  const page = await context.newPage();
  await page.goto(pullRequest(5));
  const { survey, addresses } = await look();
  await context.close();
  expect(survey.shown).toEqual([]);
  expect(addresses).not.toContain(pullRequest(5));
});

it.each([0, 1, 15, 15.5, 86_400])('whoever counts as idle after %d s can ask', async (seconds) => {
  expect((await look(seconds)).survey.system).toBe('active');
});
