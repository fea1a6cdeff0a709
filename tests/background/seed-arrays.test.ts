import { expect, test } from 'vitest';
import { createSimulatedWorld } from '../support/simulated-world.ts';

const id = (n: number) => `01900000-0000-7000-8000-00000000000${n}`;

const session = (n: number, synced: boolean) => ({
  id: id(n),
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: n,
  start_time: '2026-03-01T10:00:00Z',
  end_time: '2026-03-01T10:30:00Z',
  duration_seconds: 900 + n,
  synced,
});

test('the arrays of an older install are spread item by item, and what they owe is delivered', async () => {
  const world = createSimulatedWorld();
  const start = {
    client_id: id(3),
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 3,
    host: 'github.com',
    start_time: '2026-03-01T11:00:00.000Z',
    time_zone: 'Europe/Berlin',
  };
  await world.store.commit({
    sessionHistory: [session(1, true), session(2, false), { nonsense: true }],
    syncQueue: [{ id: id(8), kind: 'session.start', session_id: id(3), body: start }],
    failedSyncItems: [{ what: 'is this' }],
  });
  await world.signIn('ada');
  await world.pass(1_000);
  const stored = world.store.all();
  expect(stored).not.toHaveProperty('sessionHistory');
  expect(stored).not.toHaveProperty('syncQueue');
  expect(stored).not.toHaveProperty('failedSyncItems');
  expect(stored[`sessionHistory/${id(1)}`]).toMatchObject({
    pr_number: 1,
    duration_seconds: 901,
    synced: true,
  });
  expect(stored[`sessionHistory/${id(2)}`]).toMatchObject({
    pr_number: 2,
    duration_seconds: 902,
    synced: true,
  });
  expect(
    Object.entries(stored)
      .filter(([key]) => key.startsWith('quarantine/'))
      .map(([, record]) => record),
  ).toEqual([{ nonsense: true }, { what: 'is this' }]);
  expect(
    world.server.held().map(({ start: { pr_number }, end }) => [pr_number, end?.duration_seconds]),
  ).toEqual(
    expect.arrayContaining([
      [3, undefined],
      [2, 902],
    ]),
  );
  expect(world.server.held()).toHaveLength(2);
});

test('what has no UUID gets one, and what belongs together stays together', async () => {
  const world = createSimulatedWorld();
  await world.store.commit({
    sessionHistory: [
      { ...session(1, true), id: 'one' },
      { ...session(2, false), id: 'two' },
    ],
    syncQueue: [
      {
        id: 'q',
        kind: 'session.end',
        session_id: 'two',
        body: { ...session(2, false), end_time: '2026-03-01T10:30:00Z', duration_seconds: 902 },
      },
    ],
  });
  await world.signIn('ada');
  await world.pass(1_000);
  const rows = Object.entries(world.store.all()).filter(([key]) => key.startsWith('sessionHistory/'));
  expect(rows.map(([key, row]) => [key.length, (row as { pr_number: number }).pr_number])).toEqual(
    expect.arrayContaining([
      ['sessionHistory/'.length + 36, 1],
      ['sessionHistory/'.length + 36, 2],
    ]),
  );
  expect(rows).toHaveLength(2);
  expect(world.server.held().map(({ end }) => end)).toEqual([
    { end_time: '2026-03-01T10:30:00Z', duration_seconds: 902 },
  ]);
});

test('an end whose session is not in the history brings it along, or is kept apart', async () => {
  const world = createSimulatedWorld();
  const { id: _, synced: __, ...body } = session(4, false);
  const bare = { id: id(9), kind: 'session.end', session_id: id(5), body: { duration_seconds: 1 } };
  await world.store.commit({
    syncQueue: [{ id: id(8), kind: 'session.end', session_id: id(4), body }, bare],
  });
  await world.signIn('ada');
  await world.pass(1_000);
  expect(world.server.held().map(({ start, end }) => [start.pr_number, end?.duration_seconds])).toEqual([
    [4, 904],
  ]);
  const stored = world.store.all();
  expect(stored[`sessionHistory/${id(4)}`]).toMatchObject({ pr_number: 4, synced: true });
  expect(
    Object.entries(stored).flatMap(([key, kept]) => (key.startsWith('quarantine/') ? [kept] : [])),
  ).toEqual([bare]);
});

test('arrays as readStorageSchema gives them come back with all that they held', async () => {
  const world = createSimulatedWorld();
  const row = {
    ...session(1, true),
    host: 'git.example.org',
    pr_title: 'Rockets',
    time_zone: 'Asia/Tokyo',
    start_time: '2026-03-01T10:00:00.000Z',
    end_time: '2026-03-01T10:30:00.000Z',
    intervals: [['2026-03-01T10:00:00.000Z', '2026-03-01T10:15:01.000Z']],
    user_id: 'ada',
    backend_id: 'server-1',
  };
  const refusal = { kind: 'refused', status: 403, code: 'forbidden', reason: 'No.' };
  const failed = {
    id: id(8),
    kind: 'session.end',
    session_id: id(1),
    user_id: 'ada',
    body: { end_time: row.end_time, duration_seconds: 901 },
    attempts: 1,
    nextAttemptAt: null,
    lastError: refusal,
    snapshot: {},
  };
  await world.store.commit({ sessionHistory: [row, row], failedSyncItems: [failed] });
  await world.signIn('ada');
  await world.pass(1_000);
  const stored = world.store.all();
  expect(stored[`sessionHistory/${id(1)}`]).toEqual(row);
  expect(stored[`failedSyncItems/${id(8)}`]).toMatchObject({
    attempts: 1,
    lastError: refusal,
    snapshot: { value: { failed: 'refused' } },
  });
  expect(
    Object.entries(stored).flatMap(([key, kept]) => (key.startsWith('quarantine/') ? [kept] : [])),
  ).toEqual([row]);
});
