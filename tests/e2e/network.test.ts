import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, onTestFinished } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import { backendKeeps, eventually, storedUnder } from '../support/expectations.ts';
import { startWorld } from '../support/world.ts';

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
