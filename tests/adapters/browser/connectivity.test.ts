import { expect, it } from 'vitest';
import { workbench } from './workbench.ts';

const bench = workbench();
const isOnline = () => bench.page.evaluate(() => adapters.browserConnectivity.isOnline());

it('the browser is online until its network goes, and again when it comes back', async () => {
  const seen = [await isOnline()];
  for (const isOffline of [true, false]) {
    await bench.page.setOfflineMode(isOffline);
    seen.push(await isOnline());
  }
  expect(seen).toEqual([true, false, true]);
});
