import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { type StandInGitHub, startStandInGitHub } from '../backend/support/stand-in-github.ts';
import { eventually, storedUnder } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

let github: StandInGitHub;
beforeAll(async () => {
  github = await startStandInGitHub();
});
afterAll(() => github.stop());
beforeEach(() => {
  github.person = { id: 1, login: 'ann', orgs: [] };
});

/** Presses the button in the popup and answers the window that opens, at GitHub. */
const pressSignIn = async (world: World, popup: Page): Promise<Page> => {
  const before = new Set(world.browser.targets());
  await popup.waitForSelector('#github-sign-in');
  await popup.click('#github-sign-in');
  const target = await world.browser.waitForTarget(
    (found) => !before.has(found) && found.url().includes('/login/oauth/authorize'),
  );
  const page = await target.page();
  if (page === null) throw new Error('The window has no page.');
  await page.waitForSelector('#authorize');
  return page;
};

const signIn = async (world: World, popup: Page): Promise<void> => {
  const page = await pressSignIn(world, popup);
  await page.click('#authorize');
  await popup.waitForSelector('#sign-out');
};

const review = async (world: World, number: number): Promise<void> => {
  const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: number };
  expect(await world.send({ type: 'START_SESSION', data })).toMatchObject({ ok: true });
  expect(await world.send({ type: 'END_SESSION' })).toMatchObject({ ok: true });
};

const auth = async (world: World): Promise<View['auth']> => ((await world.derived()).view as View).auth;
const waiting = async (world: World): Promise<number> => (await storedUnder(world, 'syncQueue/')).length;
const ask = (world: World, path: string, form: Record<string, string>): Promise<Response> =>
  fetch(`http://127.0.0.1:${world.backendPort}${path}`, { method: 'POST', body: new URLSearchParams(form) });
const refresh = async (world: World, refresh_token: unknown): Promise<Response> =>
  ask(world, '/auth/token', { grant_type: 'refresh_token', refresh_token: String(refresh_token) });

/** What the backend keeps of whoever is signed in: the numbers of the pull requests, oldest first. */
const kept = async (world: World): Promise<number[]> => {
  const { authToken } = await world.stored();
  const answer = await fetch(`http://127.0.0.1:${world.backendPort}/api/sessions`, {
    headers: { authorization: `Bearer ${authToken}` },
  });
  const { sessions } = (await answer.json()) as { sessions: { pr_number: number }[] };
  return sessions.map(({ pr_number }) => pr_number).reverse();
};

/** Lets the access token come to its last half minute, as the passing of time does. */
const nearTheEnd = (world: World): Promise<void> => world.store({ tokenExpiry: Date.now() + 30_000 });

it('a person signs in through GitHub in a window, and what waited is theirs; a closed window costs nothing', async () => {
  const world = await startWorld({ github: github.url });
  await review(world, 7);
  const popup = await world.popup();

  const lost = await pressSignIn(world, popup);
  const closed = await pressSignIn(world, popup);
  await eventually(() => lost.isClosed()).toBe(true);
  await eventually(() => auth(world)).toMatchObject({ state: 'signing-in' });
  await closed.close();
  await eventually(() => auth(world)).toMatchObject({ state: 'signed-out', problem: { kind: 'cancelled' } });
  const declined = await pressSignIn(world, popup);
  await declined.click('#cancel');
  await eventually(() => auth(world)).toMatchObject({
    state: 'signed-out',
    problem: { kind: 'denied', code: 'access_denied', reason: null },
  });
  expect(await waiting(world)).toBe(2);

  await signIn(world, popup);
  await eventually(() => kept(world)).toEqual([7]);
  await eventually(() => auth(world)).toMatchObject({ state: 'valid', name: 'ann', problem: null });
  expect(await world.stored()).not.toHaveProperty('pendingSignIn');
});

it('a sign-in in whose middle the worker dies is given up, and begins anew when the person likes', async () => {
  const world = await startWorld({ github: github.url });
  await review(world, 7);
  const popup = await world.popup();
  await pressSignIn(world, popup);
  await world.stopWorker();
  await world.send({ type: 'NETWORK_CHANGED' });
  await eventually(() => auth(world)).toMatchObject({
    state: 'signed-out',
    problem: { kind: 'interrupted' },
  });
  await signIn(world, popup);
  await eventually(() => kept(world)).toEqual([7]);
});

it('a token is renewed ahead of its end, also after an answer was lost; a stolen one ends the sign-in, not the queue', async () => {
  const world = await startWorld({ github: github.url });
  const popup = await world.popup();
  await signIn(world, popup);

  const first = (await world.stored()).refreshToken;
  await nearTheEnd(world);
  await review(world, 7);
  await eventually(() => kept(world)).toEqual([7]);
  const second = (await world.stored()).refreshToken;
  expect(second).not.toBe(first);

  expect((await refresh(world, second)).status).toBe(200);
  await nearTheEnd(world);
  await review(world, 8);
  await eventually(() => kept(world)).toEqual([7, 8]);
  const third = (await world.stored()).refreshToken;
  expect((await refresh(world, third)).status).toBe(200);

  expect((await refresh(world, second)).status).toBe(400);
  await nearTheEnd(world);
  await review(world, 9);
  await eventually(() => auth(world)).toMatchObject({ state: 'expired', problem: null });
  await popup.waitForSelector('#github-sign-in');
  expect(await waiting(world)).toBe(2);

  await signIn(world, popup);
  await eventually(() => kept(world)).toEqual([7, 8, 9]);
});

it('each item goes only with the token of its person, and who signs out is signed out at the server', async () => {
  const world = await startWorld({ github: github.url });
  const popup = await world.popup();
  await signIn(world, popup);
  const { refreshToken } = await world.stored();
  await world.gate.set('refused');
  await review(world, 7);
  await popup.click('#sign-out');
  await popup.waitForSelector('#github-sign-in');
  expect(await world.stored()).not.toHaveProperty('authToken');
  await world.gate.set('open');
  await eventually(async () => (await refresh(world, refreshToken)).status).toBe(400);

  github.person = { id: 2, login: 'bob', orgs: [] };
  await signIn(world, popup);
  await review(world, 8);
  await eventually(() => kept(world)).toEqual([8]);
  await eventually(() => waiting(world)).toBe(2);

  await popup.click('#sign-out');
  github.person = { id: 1, login: 'ann', orgs: [] };
  await signIn(world, popup);
  await eventually(() => kept(world)).toEqual([7]);
  await eventually(() => waiting(world)).toBe(0);
});
