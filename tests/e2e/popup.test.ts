import { expect, it } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import { eventually } from '../support/expectations.ts';
import { startWorld } from '../support/world.ts';

it('a title full of markup is text in the popup and in storage', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/13');
  await read(page, 2_000);
  const popup = await world.popup();
  await eventually(() => popup.$eval('body', (body) => body.textContent)).toContain('<img src=x onerror=');
  expect(await popup.$$('img')).toEqual([]);
  expect(await popup.title()).toBe('WorkTime');
});
