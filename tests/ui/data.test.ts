import * as fc from 'fast-check';
import { parse } from 'valibot';
import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { Command } from '../../src/messages/commands.ts';
import { readCsv, writeCsv } from '../../src/ui/data/csv.ts';
import { exportCsv, exportJson } from '../../src/ui/data/export.ts';
import { importData } from '../../src/ui/data/import.ts';
import { readStorageSchema, type StoredArea } from '../../src/ui/data/storage-schema.ts';
import { review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

/** A storage area over these values, of which some cannot be read. */
const areaOf = (values: Record<string, unknown>, corrupt: readonly string[] = []): StoredArea =>
  ({
    getKeys: async () => Object.keys(values),
    get: async (keys: string[]) => {
      if (keys.some((key) => corrupt.includes(key))) throw new Error('Corruption');
      return Object.fromEntries(keys.filter((key) => key in values).map((key) => [key, values[key]]));
    },
  }) as unknown as StoredArea;

const into = (world: SimulatedWorld, text: string) =>
  importData(text, async (command) => {
    const sent = parse(Command, JSON.parse(JSON.stringify(command)));
    return (await world.send(sent)) ?? { ok: false, error: { code: 'failed', message: '' } };
  });

const sessions = (world: SimulatedWorld) =>
  Object.entries(world.store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(([, row]) => row as { id: string; pr_number: number })
    .sort((a, b) => a.pr_number - b.pr_number);

/** A world with one delivered session and one that is owed. */
const lived = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  await review(world, 1);
  world.online = false;
  await review(world, 2);
  return world;
};

test('the storage reads as the one object that the seed kept, the history newest first', async () => {
  const world = await lived();
  const schema = await readStorageSchema(areaOf(world.store.all()));
  expect({
    ...schema,
    sessionHistory: schema.sessionHistory.map((row) => (row as { pr_number: number }).pr_number),
    syncQueue: schema.syncQueue.map((item) => (item as { kind: string }).kind),
  }).toEqual({
    sessionHistory: [2, 1],
    syncQueue: ['session.start', 'session.end'],
    failedSyncItems: [],
    authToken: expect.any(String),
    tokenExpiry: expect.any(Number),
    lastSyncTime: expect.any(Number),
    offlineMode: true,
  });
});

test('an empty storage reads as empty lists', async () => {
  expect(await readStorageSchema(areaOf({}))).toEqual({
    sessionHistory: [],
    syncQueue: [],
    failedSyncItems: [],
    offlineMode: false,
  });
});

test('a record that the browser cannot read is left out, and all others are there', async () => {
  const rows = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`sessionHistory/${n}`, { end_time: `${n}` }]));
  const { sessionHistory } = await readStorageSchema(areaOf(rows, ['sessionHistory/3']));
  expect(sessionHistory).toEqual([5, 4, 2, 1].map((n) => ({ end_time: `${n}` })));
});

test('an export holds the settings, and no token', async () => {
  const world = await lived();
  const settings = { excluded: ['acme/*'] };
  await world.store.commit({ settings });
  expect(JSON.parse(await exportJson(areaOf(world.store.all())))).toMatchObject({ settings });
  const { authToken, refreshToken } = world.store.all();
  for (const text of [
    await exportJson(areaOf(world.store.all())),
    await exportCsv(areaOf(world.store.all())),
  ]) {
    expect(text).not.toContain(authToken);
    expect(text).not.toContain(refreshToken);
    expect(text).not.toMatch(/tokenExpiry/);
  }
});

test.each([
  ['JSON', exportJson, []],
  ['CSV', exportCsv, ['causes']],
] as const)(
  'an export as %s comes back whole, once, and what was owed is delivered',
  async (_, exported, unsaid) => {
    const world = await lived();
    const text = await exported(areaOf(world.store.all()));
    const other = createSimulatedWorld();
    await other.signIn('ada', 90_000_000);
    expect(await into(other, text)).toEqual({ added: 2, known: 0, unreadable: 0 });
    expect(await into(other, text)).toEqual({ added: 0, known: 2, unreadable: 0 });
    await other.pass(1_000);
    expect(other.server.held().map(({ start, end }) => [start.pr_number, end?.duration_seconds])).toEqual([
      [2, 10],
    ]);
    const left = new Set<string>(['user_id', ...unsaid]);
    const plain = (row: object) =>
      Object.fromEntries(Object.entries(row).filter(([field]) => !left.has(field)));
    const before = sessions(world).map((row) =>
      plain({ ...row, synced: true, backend_id: expect.anything() }),
    );
    expect(sessions(other).map((row) => plain({ ...row }))).toEqual(before);
    expect((other.memory.all().view as View).recent.map(({ number }) => number)).toEqual([2, 1]);
  },
);

test('an import into the same browser changes nothing', async () => {
  const world = await lived();
  const before = world.store.all();
  expect(await into(world, await exportJson(areaOf(before)))).toEqual({ added: 0, known: 2, unreadable: 0 });
  expect(world.store.all()).toEqual(before);
});

test('sessions that make no sense are counted and left out; a text that is no export is none', async () => {
  const world = createSimulatedWorld();
  const row = {
    id: '01931c5e-8a00-7000-8000-000000000001',
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 7,
    start_time: '2026-03-01T10:00:00Z',
    end_time: '2026-03-01T10:01:00Z',
    duration_seconds: 60,
  };
  const odd = [
    { ...row, duration_seconds: 61 },
    { ...row, id: 'seven' },
    { ...row, start_time: 'noon' },
    7,
    null,
  ];
  expect(await into(world, JSON.stringify([row, ...odd]))).toEqual({ added: 1, known: 0, unreadable: 5 });
  for (const text of ['', 'hello', '{}', '[', '{"sessionHistory": 7}', 'a,b\r\n1,2\r\n'])
    expect(await into(world, text)).toBeNull();
});

test('any table is read from CSV as it was written', () => {
  const field = fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '=', "'", '+', '-', '@', '\t', 'a', 'é', '🦀'),
  });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(table, (rows) => {
      expect(readCsv(writeCsv(rows))).toEqual(rows);
    }),
  );
});

test('no field of a CSV is taken for a formula', () => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1"];
  for (const line of writeCsv(formulas.map((formula) => [formula, 'x']))
    .split('\r\n')
    .filter(Boolean))
    expect(line).toMatch(/^"?'/);
});
