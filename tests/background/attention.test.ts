import { expect, test } from 'vitest';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number, path = '') => `https://github.com/acme/rocket/pull/${number}${path}`;

const elsewhere = 'https://example.org/';

/** Passes time while the person reads: with input every 5 s. */
const read = async (world: SimulatedWorld, seconds: number): Promise<void> => {
  for (let left = seconds; left > 0; left -= 5) {
    await world.pass(Math.min(5, left) * 1000);
    await world.input();
  }
};

const history = ({ store }: SimulatedWorld) =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(
      ([, row]) =>
        row as { pr_number: number; duration_seconds: number; start_time: string; end_time: string },
    )
    .map(({ pr_number, duration_seconds, end_time }) => [
      pr_number,
      duration_seconds,
      end_time.slice(11, 19),
    ]);

const active = ({ store }: SimulatedWorld): unknown =>
  (store.all().activeSession as { pr_number: number } | undefined)?.pr_number;

const reason = ({ memory }: SimulatedWorld): unknown =>
  (memory.all().view as { current: { pausedBecause: string | null } | null }).current?.pausedBecause;

test('a session starts at once, signed out and without a network', async () => {
  const world = createSimulatedWorld();
  world.online = false;
  await world.open(1, page(7));
  expect(world.store.all().activeSession).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 7,
    start_time: '2026-03-02T09:00:00.000Z',
    synced: false,
  });
});

test('closing the last tab of a pull request ends its session when the tab closed', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 42);
  await world.close(1);
  expect(history(world)).toEqual([]);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 42, '09:00:42']]);
});

test('a walk through the tabs of a pull request is one session', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  for (const path of ['/files', '/commits', '/checks', '/changes', '']) {
    await read(world, 10);
    await world.navigate(1, page(7, path));
  }
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 50, '09:00:50']]);
});

test('a page that comes back within the grace goes on with its session', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 10);
  await world.navigate(1, 'https://github.com/acme/rocket/issues');
  await world.pass(2_000);
  await world.navigate(1, page(7));
  await read(world, 10);
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 20, '09:00:22']]);
});

test('two tabs on one pull request are one session', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 10);
  await world.open(2, page(7, '/files'));
  await read(world, 10);
  await world.close(1);
  await read(world, 10);
  await world.close(2);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 30, '09:00:30']]);
});

test('at most one session counts: the one that is looked at', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  await world.open(2, page(8));
  expect(active(world)).toBe(8);
  await read(world, 30);
  await world.look(1);
  expect(active(world)).toBe(7);
  await read(world, 5);
  await world.close(1);
  await world.close(2);
  await world.pass(10_000);
  expect(history(world)).toEqual([
    [7, 25, '09:00:55'],
    [8, 30, '09:00:50'],
  ]);
});

test('a background tab, another window and a locked screen do not count, each for its own reason', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await world.open(2, elsewhere);
  expect(reason(world)).toBe('hidden');
  await world.look(1);
  expect(reason(world)).toBe(null);
  world.focused = false;
  await world.notice();
  expect(reason(world)).toBe('unfocused');
  world.focused = true;
  await world.look(1);
  world.system = 'locked';
  await world.notice();
  expect(reason(world)).toBe('locked');
  expect(active(world)).toBe(undefined);
});

test('without input the time stops counting a minute after the last one, and input resumes it', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 30);
  await world.pass(60_000);
  await world.notice();
  expect(reason(world)).toBe('idle');
  await world.pass(60_000);
  await world.input();
  expect(reason(world)).toBe(null);
  await read(world, 10);
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 100, '09:02:40']]);
});

test('a page that moves on by itself, behind the one in front, is no evidence that somebody is there', async () => {
  const world = createSimulatedWorld();
  await world.open(2, elsewhere);
  await world.open(1, page(7));
  for (let seconds = 0; seconds < 120; seconds += 30) {
    await world.pass(30_000);
    await world.navigate(2, `${elsewhere}${seconds}`);
  }
  expect([active(world), reason(world)]).toEqual([undefined, 'idle']);
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 60, '09:01:00']]);
});

test('a session in which nothing counted for five minutes has ended when it last counted', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 30);
  await world.open(2, elsewhere);
  await world.pass(301_000);
  expect(history(world)).toEqual([[7, 30, '09:00:30']]);
  await world.look(1);
  expect(active(world)).toBe(7);
});

test('eight hours of sleep are not counted', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 120);
  world.kill();
  await world.pass(0);
  await world.pass(8 * 3_600_000);
  const [row] = history(world);
  expect(row?.[1]).toBeLessThanOrEqual(180);
  expect(row?.[1]).toBeGreaterThanOrEqual(58);
});

test('after a browser crash a session ends at its last checkpoint, never at the restart', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 150);
  await world.restartBrowser();
  expect(history(world)).toEqual([[7, 120, '09:02:00']]);
});

test('a review that is looked at again right after a browser crash is another session', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 70);
  await world.restartBrowser();
  await world.open(2, page(7));
  await read(world, 30);
  await world.close(2);
  await world.pass(10_000);
  expect(history(world)).toEqual([
    [7, 60, '09:01:00'],
    [7, 30, '09:01:40'],
  ]);
});

test('an extension that is loaded anew while its browser lives goes on with its session', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  await world.reloadExtension();
  await read(world, 20);
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 40, '09:00:40']]);
});

test.each(['before', 'after'] as const)(
  'a worker that dies %s anything that it awaits after a browser crash still ends the session',
  async (when) => {
    for (let breath = 1; breath < 12; breath += 1) {
      const world = createSimulatedWorld();
      await world.open(1, page(7));
      await read(world, 70);
      world.killAt(breath, when);
      await world.restartBrowser();
      await world.open(2, page(7));
      await world.pass(1_000);
      expect({ breath, history: history(world) }).toEqual({ breath, history: [[7, 60, '09:01:00']] });
    }
  },
);

test('a worker restart neither ends nor starts a session, nor loses its time', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  world.kill();
  await read(world, 20);
  world.kill();
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 40, '09:00:40']]);
});

test('evidence is written once a checkpoint while counting, and not at all while paused', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await world.settle();
  const before = world.store.written().commits;
  await read(world, 600);
  const counting = world.store.written().commits - before;
  expect(counting).toBeLessThanOrEqual(11);
  expect(counting).toBeGreaterThanOrEqual(9);
  await world.open(2, elsewhere);
  const paused = world.store.written().commits;
  await world.pass(200_000);
  expect(world.store.written().commits).toBe(paused);
});

test('a session ended by hand does not start again until the person has looked away', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  expect(await world.send({ type: 'END_SESSION', data: undefined })).toMatchObject({ ok: true });
  expect(history(world)).toEqual([[7, 20, '09:00:20']]);
  await read(world, 20);
  expect(active(world)).toBe(undefined);
  await world.open(2, elsewhere);
  await world.look(1);
  expect(active(world)).toBe(7);
});

test('a session started by hand needs no tab and counts until it is ended', async () => {
  const world = createSimulatedWorld();
  const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 9 };
  expect(await world.send({ type: 'START_SESSION', data })).toMatchObject({
    ok: true,
    session: { repo_owner: 'acme', pr_number: 9 },
  });
  await world.open(1, elsewhere);
  await world.pass(200_000);
  expect(active(world)).toBe(9);
  await world.send({ type: 'END_SESSION', data: undefined });
  expect(history(world)).toEqual([[9, 200, '09:03:20']]);
});

test('what is paused by hand counts again only when it is resumed', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 10);
  const { id } = world.store.all().activeSession as { id: string };
  await world.send({ type: 'PAUSE_SESSION', data: { id } });
  await read(world, 30);
  expect(reason(world)).toBe('by-hand');
  await world.send({ type: 'RESUME_SESSION', data: { id } });
  expect(active(world)).toBe(7);
  await read(world, 10);
  await world.close(1);
  await world.pass(10_000);
  expect(history(world)).toEqual([[7, 20, '09:00:50']]);
});

test('a full disk loses nothing that happens meanwhile', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  world.store.refuse(3);
  await world.open(2, page(8));
  await world.pass(1_000);
  await world.look(1);
  await read(world, 10);
  await world.close(1);
  await world.close(2);
  await world.pass(10_000);
  expect(history(world)).toEqual([
    [7, 30, '09:00:31'],
    [8, 1, '09:00:21'],
  ]);
});

test('nothing is tracked on excluded repositories or while tracking is off', async () => {
  const world = createSimulatedWorld();
  await world.store.commit({ settings: { excluded: ['acme/*'] } });
  await world.open(1, page(7));
  expect(active(world)).toBe(undefined);
  const other = createSimulatedWorld();
  await other.store.commit({ settings: { trackingEnabled: false } });
  await other.open(1, page(7));
  expect(active(other)).toBe(undefined);
});

test('the badge counts the minutes of the review, as often as evidence is written', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  expect(world.badge).toBe('0m');
  await read(world, 605);
  expect(world.badge).toBe('10m');
  await world.close(1);
  await world.pass(10_000);
  expect(world.badge).toBe('');
});

test("a company's settings win over the person's own", async () => {
  const world = createSimulatedWorld();
  world.policy = { excluded: ['acme/*'], hosts: ['github.example.org'] };
  await world.store.commit({ settings: { excluded: [] } });
  await world.open(1, page(7));
  expect(active(world)).toBe(undefined);
  await world.open(2, 'https://github.example.org/globex/rocket/pull/9');
  expect(active(world)).toBe(9);
});

test('a repository that is excluded in the middle of a review stops at once', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  await world.send({ type: 'EXCLUDE_REPOSITORY', data: { owner: 'acme', repo: 'rocket' } });
  await world.pass(10_000);
  expect(active(world)).toBe(undefined);
  expect(history(world)).toEqual([[7, 20, '09:00:20']]);
});

test('switching tracking off pauses, and switching it on resumes', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  await world.send({ type: 'CHANGE_SETTINGS', data: { trackingEnabled: false } });
  expect(reason(world)).toBe('tracking-off');
  await read(world, 20);
  await world.send({ type: 'CHANGE_SETTINGS', data: { trackingEnabled: true } });
  expect(active(world)).toBe(7);
});

test('a change of the rules holds for the session that is open', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 20);
  await world.send({ type: 'CHANGE_SETTINGS', data: { idleAfterSeconds: 20, endAfterIdleSeconds: 30 } });
  await read(world, 70);
  await world.open(2, elsewhere);
  await world.pass(31_000);
  expect(history(world)).toEqual([[7, 90, '09:01:30']]);
});

test('a session by hand stops with tracking, and ends when its repository is excluded', async () => {
  const world = createSimulatedWorld();
  const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 9 };
  await world.send({ type: 'START_SESSION', data });
  await world.pass(20_000);
  await world.send({ type: 'CHANGE_SETTINGS', data: { trackingEnabled: false } });
  expect(reason(world)).toBe('tracking-off');
  await world.pass(20_000);
  await world.send({ type: 'CHANGE_SETTINGS', data: { trackingEnabled: true } });
  expect(active(world)).toBe(9);
  await world.pass(10_000);
  await world.send({ type: 'EXCLUDE_REPOSITORY', data: { owner: 'acme', repo: 'rocket' } });
  expect(history(world)).toEqual([[9, 30, '09:00:50']]);
});

test('a page that went away unseen, while no worker lived to hear of it, left at its last evidence', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await read(world, 125);
  world.kill();
  world.vanish(1);
  await world.pass(300_000);
  expect(history(world)).toEqual([[7, 120, '09:02:00']]);
});
