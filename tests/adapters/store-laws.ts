import type { Store } from '../../src/ports/store.ts';

/** What is done with an empty store that may hold 10 MB, and all that must come of it, as JSON. */
interface StoreLaw {
  play(store: Store): Promise<unknown>;
  comesTo: unknown;
}

const elevenMegabytes = () => 'x'.repeat(11 * 1024 * 1024);

const outcomeOf = (work: Promise<unknown>): Promise<'stored' | 'refused'> =>
  work.then(
    () => 'stored',
    () => 'refused',
  );

/** The laws of a store, free of any test runner, so that a page of the extension can play them too. */
export const storeLaws = {
  'a key that was never written is absent': {
    play: async (store) => {
      await store.commit({ here: 1 });
      return store.get(['here', 'absent']);
    },
    comesTo: { here: 1 },
  },
  'no keys are no values': {
    play: async (store) => {
      await store.commit({ here: 1 });
      return store.get([]);
    },
    comesTo: {},
  },
  'an empty store has no keys': { play: async (store) => store.keys(), comesTo: [] },
  'the keys in use are listed': {
    play: async (store) => {
      await store.commit({ b: 1, 'a/1': 2, c: 3 });
      await store.commit({ d: 4 }, ['c']);
      return (await store.keys()).sort();
    },
    comesTo: ['a/1', 'b', 'd'],
  },
  'values that are empty or false are values': {
    play: async (store) => {
      await store.commit({ zero: 0, no: false, empty: '', list: [], object: {} });
      return store.get(['zero', 'no', 'empty', 'list', 'object']);
    },
    comesTo: { zero: 0, no: false, empty: '', list: [], object: {} },
  },
  'the fields of a value come back in the order of their names': {
    play: async (store) => {
      await store.commit({ key: { b: 1, a: [{ d: 2, c: 3 }] } });
      return JSON.stringify(await store.get(['key']));
    },
    comesTo: '{"key":{"a":[{"c":3,"d":2}],"b":1}}',
  },
  'null reads as absent': {
    play: async (store) => {
      await store.commit({ before: 1 });
      await store.commit({ before: null, new: null, within: { nothing: null } });
      return store.get(['before', 'new', 'within']);
    },
    comesTo: { within: { nothing: null } },
  },
  'undefined leaves what is there': {
    play: async (store) => {
      await store.commit({ before: 1 });
      await store.commit({ before: undefined, new: undefined, within: { nothing: undefined } });
      return [await store.get(['before', 'new', 'within']), (await store.keys()).sort()];
    },
    comesTo: [{ before: 1, within: {} }, ['before', 'within']],
  },
  'what was written does not change with what was handed over, nor with what was read': {
    play: async (store) => {
      const handedOver = { list: [1] };
      const writing = store.commit({ key: handedOver });
      handedOver.list.push(2);
      await writing;
      const { key } = (await store.get(['key'])) as { key: { list: number[] } };
      key.list.push(3);
      return store.get(['key']);
    },
    comesTo: { key: { list: [1] } },
  },
  'what is not JSON keeps its own fields only': {
    play: async (store) => {
      const objects = { date: new Date(0), map: new Map([[1, 2]]), error: new Error('x'), set: new Set([1]) };
      const odd = { nan: Number.NaN, endless: Number.POSITIVE_INFINITY, does: () => 1, minusZero: -0 };
      await store.commit({ objects, odd, list: [undefined, Number.NaN, () => 1], nan: Number.NaN });
      return store.get(['objects', 'odd', 'list', 'nan']);
    },
    comesTo: {
      objects: { date: {}, map: {}, error: {}, set: {} },
      odd: { minusZero: 0 },
      list: [null, null, null],
    },
  },
  'texts are kept character for character': {
    play: async (store) => {
      await store.commit({ 'ключ/🦀': '<b>\u0000\u202E"\\ zoë 🦀' });
      return store.get(['ключ/🦀']);
    },
    comesTo: { 'ключ/🦀': '<b>\u0000\u202E"\\ zoë 🦀' },
  },
  'one commit writes and removes': {
    play: async (store) => {
      await store.commit({ old: 1, kept: 2 });
      await store.commit({ new: 3 }, ['old', 'absent']);
      return [await store.get(['old', 'kept', 'new', 'absent']), (await store.keys()).sort()];
    },
    comesTo: [{ kept: 2, new: 3 }, ['kept', 'new']],
  },
  'of a write and a removal of the same key in one commit the write stands': {
    play: async (store) => {
      await store.commit({ key: 1 });
      await store.commit({ key: 2 }, ['key']);
      return store.get(['key']);
    },
    comesTo: { key: 2 },
  },
  'a commit over quota rejects, and has changed nothing': {
    play: async (store) => {
      await store.commit({ changed: 'before', removed: 'before' });
      const outcome = await outcomeOf(
        store.commit({ changed: 'after', new: 1, large: elevenMegabytes() }, ['removed']),
      );
      return [outcome, await store.get(['changed', 'removed', 'new', 'large']), (await store.keys()).sort()];
    },
    comesTo: ['refused', { changed: 'before', removed: 'before' }, ['changed', 'removed']],
  },
  'a store that refused a commit takes the next one': {
    play: async (store) => {
      const outcomes = [
        await outcomeOf(store.commit({ large: elevenMegabytes() })),
        await outcomeOf(store.commit({ small: 1 })),
      ];
      return [outcomes, await store.get(['large', 'small'])];
    },
    comesTo: [['refused', 'stored'], { small: 1 }],
  },
  'commits that nobody waits for take effect in their order': {
    play: async (store) => {
      await Promise.all([store.commit({ key: 1 }), store.commit({ key: 2 }), store.commit({ key: 3 })]);
      return store.get(['key']);
    },
    comesTo: { key: 3 },
  },
  'a write stands that follows a removal nobody waited for': {
    play: async (store) => {
      await store.commit({ key: 1 });
      await Promise.all([store.commit({}, ['key']), store.commit({ key: 2 })]);
      return store.get(['key']);
    },
    comesTo: { key: 2 },
  },
  'a commit that is refused holds up none that follows': {
    play: async (store) => {
      const outcomes = await Promise.all([
        outcomeOf(store.commit({ large: elevenMegabytes() }, ['key'])),
        outcomeOf(store.commit({ key: 2 })),
      ]);
      return [outcomes, await store.get(['large', 'key'])];
    },
    comesTo: [['refused', 'stored'], { key: 2 }],
  },
} satisfies Record<string, StoreLaw>;

export type StoreLawName = keyof typeof storeLaws;
