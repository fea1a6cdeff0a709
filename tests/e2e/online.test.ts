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

it('a session is there at once, signed in or not, and waits for the person who signs in', async () => {
  const world = await startWorld();

  const page = await world.visit('/acme/rocket/pull/7');
  await eventually(() => activeSession(world)).toMatchObject({
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 7,
    synced: false,
  });
  await read(page, 2_000);
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  expect(await world.kept()).toEqual([]);

  await world.signIn();
  await backendKeeps(world, ['acme/rocket #7 completed']);
});

it('two tabs on one pull request are one session', async () => {
  const world = await startWorld();
  await world.signIn();

  const began = Date.now();
  const first = await world.visit('/acme/rocket/pull/7');
  await read(first, 2_000);
  const second = await world.visit('/acme/rocket/pull/7/files');
  await read(second, 2_000);
  await first.close();
  await read(second, 2_000);
  const attention = Date.now() - began;
  await second.close();

  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expectCounted(kept, attention);
});

it('a reload and a walk through the tabs of a pull request neither end nor start a session', async () => {
  const world = await startWorld();
  await world.signIn();

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await eventually(async () => (await activeSession(world))?.pr_number).toBe(7);
  const id = (await activeSession(world))?.id;
  await page.reload();
  await read(page, 1_000);
  await page.click('nav a[href$="/files"]');
  await page.waitForFunction(() => location.pathname.endsWith('/files'));
  await read(page, 1_000);
  await page.goto('https://github.com/acme/rocket/pull/7/commits');
  await read(page, 1_000);
  await page.goBack();
  await read(page, 1_000);
  expect((await activeSession(world))?.id).toBe(id);
  const attention = Date.now() - began;
  await page.close();

  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expect(kept?.client_id).toBe(id);
  expectCounted(kept, attention);
});

it('time in another tab is not counted, and the session goes on after it', async () => {
  const world = await startWorld();
  await world.signIn();
  const elsewhere = await world.visit('/acme/rocket/issues');

  let began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 3_000);
  let attention = Date.now() - began;
  await elsewhere.bringToFront();
  await read(elsewhere, 5_000);
  began = Date.now();
  await page.bringToFront();
  await read(page, 3_000);
  attention += Date.now() - began;
  await page.close();

  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expectCounted(kept, attention);
});

it('a soft walk to another pull request ends the first session and starts another', async () => {
  const world = await startWorld();
  await world.signIn();

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  await page.click('a[data-turbo][href="/acme/rocket/pulls"]');
  await page.waitForSelector('a[href="/acme/rocket/pull/12"]');
  await page.click('a[href="/acme/rocket/pull/12"]');
  await page.waitForFunction(() => location.pathname.endsWith('/pull/12'));
  await read(page, 2_000);
  await page.close();

  await backendKeeps(world, ['acme/rocket #7 completed', 'acme/rocket #12 completed']);
});
