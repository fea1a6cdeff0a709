import { expect, it } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import {
  activeSession,
  backendKeeps,
  eventually,
  expectCounted,
  storedUnder,
} from '../support/expectations.ts';
import { startWorld } from '../support/world.ts';

it('after a crash of the browser the open session ends at its last evidence, and the queue is whole', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.store({ settings: { checkpointSeconds: 1 } });
  await world.gate.set('refused');
  const earlier = await world.visit('/acme/rocket/pull/7');
  await read(earlier, 1_000);
  await earlier.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/12');
  await read(page, 5_000);
  const crashedAt = Date.now();
  await world.kill();
  await world.gate.set('open');
  await world.revive();

  const [first, second] = await backendKeeps(
    world,
    ['acme/rocket #7 completed', 'acme/rocket #12 completed'],
    60_000,
  );
  expect(first?.end_time && Date.parse(first.end_time)).toBeLessThan(began);
  expect(second?.end_time && Date.parse(second.end_time)).toBeLessThanOrEqual(crashedAt);
  const countedMs = (second?.duration_seconds ?? Number.NaN) * 1000;
  expect(countedMs).toBeLessThanOrEqual(crashedAt - began);
  expect(countedMs).toBeGreaterThanOrEqual(crashedAt - began - 3_000);
});

it('a review that is opened again at once after a crash is a new session', async () => {
  const world = await startWorld();
  await world.signIn();
  const before = await world.visit('/acme/rocket/pull/7');
  await read(before, 2_000);
  const id = (await activeSession(world))?.id;
  await world.crash();

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 3_000);
  await eventually(async () => (await activeSession(world))?.pr_number).toBe(7);
  expect((await activeSession(world))?.id).not.toBe(id);
  const longest = Date.now() - began;
  await page.close();

  const kept = await backendKeeps(world, ['acme/rocket #7 completed', 'acme/rocket #7 completed'], 60_000);
  expect(kept[0]?.client_id).toBe(id);
  // A browser that has just been started takes its time to show a page, so the attention lies between these two.
  const countedMs = (kept[1]?.duration_seconds ?? Number.NaN) * 1000;
  expect(countedMs).toBeGreaterThanOrEqual(1_000);
  expect(countedMs).toBeLessThanOrEqual(longest + 2_000);
});

it('an extension that is loaded anew in the middle of a review goes on with its session', async () => {
  const world = await startWorld();
  await world.signIn();
  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  const id = (await activeSession(world))?.id;
  await world.reloadExtension();
  await read(page, 2_000);
  expect((await activeSession(world))?.id).toBe(id);
  const attention = Date.now() - began;
  await page.close();
  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expectCounted(kept, attention);
});
