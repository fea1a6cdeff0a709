import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import { backendKeeps, eventually, storedUnder } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

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

/** Lets another server than the backend answer for as long as the test lasts, or until the gate leads elsewhere. */
const divert = async (world: World, listener: RequestListener): Promise<void> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  world.gate.lead((server.address() as AddressInfo).port);
};

it('an answer that drips is given up after ten seconds, and the session goes again under its own key', async () => {
  const world = await startWorld();
  await world.signIn();
  const { backendPort } = world;
  const lives: number[] = [];
  await divert(world, (_, response) => {
    const began = Date.now();
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 200);
    response.once('close', () => {
      clearInterval(drip);
      lives.push(Date.now() - began);
    });
  });

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  await page.close();
  await eventually(async () =>
    (await storedUnder(world, 'syncQueue/')).map(({ attempts }) => attempts),
  ).toContain(1);
  for (const lasted of lives) {
    expect(lasted).toBeGreaterThan(9_500);
    expect(lasted).toBeLessThan(13_000);
  }
  expect(lives.length).toBeGreaterThan(0);

  world.gate.lead(backendPort);
  await backendKeeps(world, ['acme/rocket #7 completed']);
});

it("a captive portal's answer is no acknowledgement", async () => {
  const world = await startWorld();
  await world.signIn();
  const { backendPort } = world;
  await divert(world, (_, response) => response.end('<!doctype html><title>Welcome</title>'));

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
