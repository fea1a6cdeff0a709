import { expect, test } from 'vitest';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;

/** A page's own place among senders: its tab is what the browser says, whatever its message holds. */
const from = (tabId: number, number = 7) => ({
  origin: 'https://github.com',
  url: page(number),
  frameId: 0,
  documentLifecycle: 'active' as chrome.extensionTypes.DocumentLifecycle,
  tab: { id: tabId, url: page(number), incognito: false } as chrome.tabs.Tab,
});

const report = (world: SimulatedWorld, change: Record<string, unknown> = {}) => ({
  type: 'ATTENTION',
  data: { visible: true, inputAt: world.now(), online: true, title: 'A change', ...change },
});

const counting = ({ store }: SimulatedWorld) =>
  (store.all().activeSession as { pr_number: number } | undefined)?.pr_number;

const history = ({ store }: SimulatedWorld) =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(([, row]) => row as { pr_number: number; duration_seconds: number })
    .map(({ pr_number, duration_seconds }) => [pr_number, duration_seconds]);

/** Half a minute of reading pull request 7 in tab 1. */
const reading = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await world.pass(30_000);
  return world;
};

/** Ends the reading: what was counted before the lies is still there, and nothing else. */
const finish = async (world: SimulatedWorld): Promise<unknown> => {
  await world.close(1);
  await world.pass(10_000);
  return history(world);
};

test.each([
  ['a tab id in the message', { tabId: 2 }],
  ['a session id in the message', { id: 'another' }],
  ['an input of a kind that is none', { input: 'telepathy' }],
  ['an instant that is text', { inputAt: '1' }],
  ['an instant that is a fraction', { inputAt: 1.5 }],
  ['an instant before all instants', { inputAt: -1 }],
  ['an instant beyond all numbers', { inputAt: Number.MAX_VALUE }],
  ['no number at all', { inputAt: Number.NaN }],
  ['a title of ten thousand characters', { title: 'x'.repeat(10_000) }],
  ['a title that is markup in an object', { title: { toString: '<b>' } }],
  ['a prototype', { ['__proto__']: { visible: true } }],
])('a report with %s is refused, and what was counted stays', async (_, change) => {
  const world = await reading();
  const before = world.store.all();
  const data = { ...report(world).data, ...change };
  Object.defineProperty(data, Object.keys(change)[0] ?? '', {
    value: Object.values(change)[0],
    enumerable: true,
  });
  const answer = await world.hear({ type: 'ATTENTION', data }, from(1));
  expect([answer?.ok, world.store.all()]).toEqual([Object.keys(change).length === 0, before]);
  expect(await finish(world)).toEqual([[7, 30]]);
});

test.each([
  ['a foreign extension', { id: 'foreign' }],
  ['a sub-frame', { frameId: 3 }],
  ['a prerendered page', { documentLifecycle: 'prerender' }],
  ['no tab', { tab: undefined }],
  ['an incognito window', { tab: { id: 1, url: page(7), incognito: true } }],
])('a report from %s is refused', async (_, change) => {
  const world = await reading();
  const before = world.store.all();
  const answer = await world.hear(report(world), { ...from(1), ...change } as never);
  expect([answer, world.store.all()]).toEqual([expect.objectContaining({ ok: false }), before]);
});

test('a tab that claims attention has none that the browser does not see', async () => {
  const world = await reading();
  await world.open(2, page(8));
  await world.look(1);
  await world.pass(5_000);
  expect(await world.hear(report(world), from(2, 8))).toMatchObject({ ok: true });
  expect(await world.hear(report(world), from(99, 8))).toMatchObject({ ok: true });
  expect(counting(world)).toBe(7);
  await world.pass(5_000);
  expect((await finish(world)) as unknown[]).toEqual([[7, 40]]);
});

test('an input in the future is one now: idleness comes no later for it', async () => {
  const world = await reading();
  await world.hear(report(world, { inputAt: world.now() + 3_600_000 }), from(1));
  await world.hear(report(world, { awakeUntil: world.now() + 3_600_000 }), from(1));
  await world.pass(600_000);
  expect(counting(world)).toBe(undefined);
  const [[, seconds] = []] = history(world);
  expect(seconds).toBeGreaterThanOrEqual(30);
  expect(seconds).toBeLessThanOrEqual(90);
});

test('ten thousand reports in a second are answered, nearly all with a refusal, and cost a handful of writes', async () => {
  const world = await reading();
  const before = world.store.written().commits;
  const size = JSON.stringify(world.store.all()).length;
  const answers = await Promise.all(
    Array.from({ length: 10_000 }, (_, index) =>
      world.hear(
        report(world, { visible: index % 2 === 0, title: `A change by ada · Pull Request #${index} · x` }),
        from(1),
      ),
    ),
  );
  const taken = answers.filter((answer) => answer?.ok === true).length;
  expect(answers.filter((answer) => answer === undefined)).toEqual([]);
  expect([taken > 0, taken < 1_000]).toEqual([true, true]);
  expect(world.store.written().commits - before).toBeLessThanOrEqual(10);
  await world.pass(1_000);
  await world.hear(report(world), from(1));
  await world.pass(10_000);
  expect(JSON.stringify(world.store.all()).length - size).toBeLessThan(1_000);
  expect(await finish(world)).toEqual([[7, 40]]);
});

test('ten thousand reports, one after the other, leave no more behind than one', async () => {
  const world = await reading();
  const sizes = new Set<number>();
  for (let index = 0; index < 10_000; index += 1) {
    await world.hear(report(world), from(index + 1));
    if (index % 1_000 === 999) sizes.add(JSON.stringify(world.store.all()).length);
  }
  expect(sizes.size).toBe(1);
  expect(await finish(world)).toEqual([[7, 30]]);
}, 30_000);

test('a pull request that follows another in its tab is never called after it', async () => {
  const world = await reading();
  await world.hear(report(world, { title: 'Fix the valve by ada · Pull Request #7 · acme/rocket' }), from(1));
  await world.navigate(1, page(8));
  await world.hear(
    report(world, { title: 'Fix the valve by ada · Pull Request #7 · acme/rocket' }),
    from(1, 8),
  );
  expect(world.memory.all().view).toMatchObject({ current: { number: 8, title: null } });
  await world.pass(61_000);
  await world.hear(
    report(world, { title: 'Fix the pump by ada · Pull Request #8 · acme/rocket' }),
    from(1, 8),
  );
  expect(world.memory.all().view).toMatchObject({ current: { number: 8, title: 'Fix the pump' } });
});

test.each([
  ['ten thousand characters', 'x'.repeat(10_000)],
  ['nothing', ''],
  ['half a character', 'a\ud800'],
])('a session by hand of a name with %s is refused', async (_, repo_owner) => {
  const world = await reading();
  const own = { origin: 'chrome-extension://worktime', url: 'chrome-extension://worktime/popup.html' };
  const data = { repo_owner, repo_name: 'rocket', pr_number: 7 };
  expect(await world.hear({ type: 'START_SESSION', data }, own)).toMatchObject({
    ok: false,
    error: { code: 'malformed' },
  });
  expect(
    await world.hear({ type: 'START_SESSION', data: { ...data, repo_owner: 'acme' } }, from(1)),
  ).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
  expect(counting(world)).toBe(7);
});
