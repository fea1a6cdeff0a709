import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { goOffline, read } from '../../scripts/tabs.ts';
import {
  activeSession,
  backendKeeps,
  eventually,
  expectCounted,
  storedUnder,
} from '../support/expectations.ts';
import { startWorld } from '../support/world.ts';

it('a review that starts and ends while the backend is out of reach is delivered once when it is back', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.gate.set('refused');

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 4_000);
  const goOnline = await goOffline(world.browser);
  await read(page, 1_000);
  const attention = Date.now() - began;
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  await eventually(async () => (await world.stored()).offlineMode).toBe(true);

  await world.gate.set('open');
  await goOnline();
  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed'], 60_000);
  expectCounted(kept, attention);
  await eventually(() => storedUnder(world, 'syncQueue/')).toEqual([]);
  await eventually(async () => (await world.stored()).offlineMode).toBe(false);
});

it('while the browser is offline nothing is attempted and nothing is charged', async () => {
  const world = await startWorld();
  await world.signIn();

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  await eventually(async () => (await activeSession(world))?.synced).toBe(true);
  const goOnline = await goOffline(world.browser);
  const arrivals = world.gate.arrivals;
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  await world.send({ type: 'SYNC_NOW' });
  await eventually(async () => (await world.stored()).offlineMode).toBe(true);
  expect(await storedUnder(world, 'syncQueue/')).toMatchObject([{ kind: 'session.end', attempts: 0 }]);
  expect(world.gate.arrivals).toBe(arrivals);

  await goOnline();
  await backendKeeps(world, ['acme/rocket #7 completed'], 60_000);
});

it('connections that break off are tried again by the schedule alone', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.gate.set('reset');

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  await page.close();
  await eventually(async () =>
    (await storedUnder(world, 'syncQueue/')).map(({ attempts }) => attempts),
  ).toContain(2);

  await world.gate.set('open');
  await backendKeeps(world, ['acme/rocket #7 completed']);
});

it("a captive portal's answer is no acknowledgement", async () => {
  const world = await startWorld();
  await world.signIn();
  const portal = createServer((_, response) => response.end('<!doctype html><title>Welcome</title>'));
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => portal.close(() => resolve())));
  const backendPort = world.backendPort;
  world.gate.lead((portal.address() as AddressInfo).port);

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  await page.close();
  await eventually(async () =>
    (await storedUnder(world, 'syncQueue/')).map(({ attempts }) => attempts),
  ).toContain(1);
  await eventually(() => storedUnder(world, 'sessionHistory/')).toMatchObject([{ synced: false }]);

  world.gate.lead(backendPort);
  await backendKeeps(world, ['acme/rocket #7 completed']);
});
