import { describe, expect, it } from 'vitest';
import { createFakeStore, QUOTA_BYTES } from '../../support/fake-store.ts';
import { type StoreLawName, storeLaws } from '../store-laws.ts';
import { workbench } from './workbench.ts';

const bench = workbench();

const describeStore = (name: string, play: (law: StoreLawName) => Promise<unknown>): void => {
  describe(name, () => {
    const laws = Object.entries(storeLaws).map(
      ([law, { comesTo }]) => [law as StoreLawName, comesTo] as const,
    );
    it.each(laws)('%s', async (law, comesTo) => {
      expect(await play(law)).toEqual(comesTo);
    });
  });
};

describeStore('the store in memory', (law) =>
  storeLaws[law].play(createFakeStore({ quotaBytes: QUOTA_BYTES })),
);

for (const area of ['local', 'session'] as const)
  describeStore(`the store over chrome.storage.${area}`, (law) =>
    bench.page.evaluate(
      async (name, area) => {
        await chrome.storage[area].clear();
        return adapters.storeLaws[name].play(adapters.createChromeStore(chrome.storage[area]));
      },
      law,
      area,
    ),
  );

describe('the store over a chrome.storage.local that fails', () => {
  it('reads again, once, what could not be read', async () => {
    const read = await bench.page.evaluate(async () => {
      await chrome.storage.local.clear();
      await chrome.storage.local.set({ key: 1 });
      let failures = 0;
      const area = new Proxy(chrome.storage.local, {
        get: (real, name) => {
          const method = Reflect.get(real, name).bind(real);
          return name !== 'get'
            ? method
            : (...args: unknown[]) => {
                failures += 1;
                return failures % 3 === 0 ? method(...args) : Promise.reject(new Error('corrupt'));
              };
        },
      });
      const store = adapters.createChromeStore(area);
      const outcome = (): Promise<unknown> =>
        store.get(['key']).catch((error: unknown) => (error instanceof Error ? error.message : error));
      return [await outcome(), await outcome()];
    });
    expect(read).toEqual(['corrupt', { key: 1 }]);
  });

  it('has removed what it could only empty', async () => {
    const [outcome, stored] = await bench.page.evaluate(async () => {
      await chrome.storage.local.clear();
      const area = new Proxy(chrome.storage.local, {
        get: (real, name) =>
          name === 'remove'
            ? () => Promise.reject(new Error('no room for a log entry'))
            : Reflect.get(real, name).bind(real),
      });
      const store = adapters.createChromeStore(area);
      await store.commit({ old: 1, kept: 2 });
      const committed = await store.commit({ new: 3 }, ['old']).then(() => 'stored');
      return [committed, await adapters.createChromeStore(chrome.storage.local).get(['old', 'kept', 'new'])];
    });
    expect([outcome, stored]).toEqual(['stored', { kept: 2, new: 3 }]);
  });
});
