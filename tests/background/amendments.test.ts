import { expect, test } from 'vitest';
import type { View } from '../../src/domain/view.ts';
import { pageOf, review } from '../support/simulated-review.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

/** A review of ten seconds, begun and ended; answers its id. */
const reviewed = async (world: SimulatedWorld, number: number): Promise<string> => {
  await review(world, number);
  return (world.memory.all().view as View).recent[0]?.id ?? '';
};

const signedIn = async (): Promise<SimulatedWorld> => {
  const world = createSimulatedWorld();
  await world.signIn('ada', 90_000_000);
  return world;
};

const correct = (world: SimulatedWorld, id: string, change: Record<string, unknown>) =>
  world.send({ type: 'CORRECT_SESSION', data: { id, ...change } });
const remove = (world: SimulatedWorld, id: string) => world.send({ type: 'DELETE_SESSION', data: { id } });
const restore = (world: SimulatedWorld, id: string) => world.send({ type: 'RESTORE_SESSION', data: { id } });

const row = (world: SimulatedWorld, id: string) =>
  world.store.all()[`sessionHistory/${id}`] as Record<string, unknown> | undefined;
const durations = ({ server }: SimulatedWorld) =>
  server.held().map(({ start, counts }) => [start.pr_number, counts.duration_seconds]);
const queued = ({ store }: SimulatedWorld) =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('syncQueue/') || key.startsWith('failedSyncItems/'))
    .map(([, item]) => (item as { kind: string }).kind);
const view = ({ memory }: SimulatedWorld): View => memory.all().view as View;

test('a corrected session counts as corrected, here and in the backend', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  expect(await correct(world, id, { duration_seconds: 4 })).toEqual({ ok: true });
  expect(view(world).recent).toMatchObject([{ durationSeconds: 4, sync: 'queued' }]);
  await world.pass(1_000);
  expect(durations(world)).toEqual([[7, 4]]);
  expect(row(world, id)).toMatchObject({ duration_seconds: 4, synced: true });
  expect(view(world).recent).toMatchObject([{ durationSeconds: 4, sync: 'synced' }]);
});

test('what has not been sent yet is sent corrected, with no request more', async () => {
  const world = await signedIn();
  world.online = false;
  const id = await reviewed(world, 7);
  const began = row(world, id)?.start_time as string;
  const later = new Date(Date.parse(began) + 2_000).toISOString();
  await correct(world, id, { start_time: later, duration_seconds: 5 });
  await correct(world, id, { duration_seconds: 3 });
  expect(queued(world)).toEqual(['session.start', 'session.end']);
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(world.server.requests).toHaveLength(2);
  expect(world.server.held().map(({ counts }) => counts)).toEqual([
    { start_time: later, end_time: row(world, id)?.end_time, duration_seconds: 3 },
  ]);
});

test('several corrections that wait are one request', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  world.online = false;
  await correct(world, id, { duration_seconds: 5 });
  await correct(world, id, { duration_seconds: 3 });
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(world.server.requests.filter((what) => what.startsWith('correct'))).toHaveLength(1);
  expect(durations(world)).toEqual([[7, 3]]);
});

test('a session that is corrected twice behind a refused start comes to its second correction', async () => {
  const world = await signedIn();
  world.server.refusals.set(7, { kind: 'refused', status: 422, code: 'x', reason: 'Not now.' });
  const id = await reviewed(world, 7);
  const later = new Date(Date.parse(row(world, id)?.start_time as string) + 2_000).toISOString();
  await correct(world, id, { start_time: later, duration_seconds: 5 });
  await correct(world, id, { duration_seconds: 3 });
  world.server.refusals.clear();
  await world.send({ type: 'RETRY_SESSION', data: { id } });
  await world.pass(1_000);
  expect(durations(world)).toEqual([[7, 3]]);
});

test('a deletion that is taken back while the end finds no session to tell of brings it back', async () => {
  const world = createSimulatedWorld();
  const { get } = world.store;
  let id: string | null = null;
  world.store.get = async (keys) => {
    const wanted = id;
    if (wanted === null || keys[0] !== `sessionHistory/${wanted}`) return get(keys);
    id = null;
    await remove(world, wanted);
    const found = await get(keys);
    await restore(world, wanted);
    return found;
  };
  await world.signIn('ada', 90_000_000);
  await world.open(7, pageOf(7));
  await world.pass(10_000);
  await world.close(7);
  id = view(world).current?.id ?? null;
  const reviewedId = id ?? '';
  await world.pass(10_000);
  expect(row(world, reviewedId)).toMatchObject({ duration_seconds: 10, synced: true });
  expect(durations(world)).toEqual([[7, 10]]);
});

test('what the backend may have been told before a deletion was taken back is corrected, not told anew', async () => {
  const world = await signedIn();
  const busy = { kind: 'busy', status: 503, until: null } as const;
  world.server.answerNext('lost', busy, busy, busy, busy);
  const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 };
  await world.send({ type: 'START_SESSION', data });
  await world.pass(10_000);
  await world.send({ type: 'END_SESSION' });
  const id = view(world).recent[0]?.id ?? '';
  world.online = false;
  await remove(world, id);
  await restore(world, id);
  const later = new Date(Date.parse(row(world, id)?.start_time as string) + 2_000).toISOString();
  await correct(world, id, { start_time: later, duration_seconds: 3 });
  world.online = true;
  await world.notice();
  await world.pass(120_000);
  expect([durations(world), queued(world), world.server.violations]).toEqual([[[7, 3]], [], []]);
});

test("a correction says all of a session's terms, so that it holds whatever the backend has of them", async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  world.online = false;
  await correct(world, id, { duration_seconds: 4 });
  const { start_time, end_time } = row(world, id) ?? {};
  const [item] = Object.entries(world.store.all()).flatMap(([key, value]) =>
    key.startsWith('syncQueue/') ? [value as { body: unknown }] : [],
  );
  expect(item?.body).toEqual({ start_time, end_time, duration_seconds: 4 });
});

test('a correction of what may have arrived follows it', async () => {
  const world = await signedIn();
  world.server.answerNext('lost', { kind: 'busy', status: 503, until: null });
  const id = await reviewed(world, 7);
  await correct(world, id, { duration_seconds: 3 });
  await world.pass(60_000);
  expect(durations(world)).toEqual([[7, 3]]);
  expect(world.server.violations).toEqual([]);
});

test('a corrected session that the server has lost is sent again, whole and corrected', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  world.server.forget();
  await correct(world, id, { duration_seconds: 3 });
  await world.pass(1_000);
  expect(durations(world)).toEqual([[7, 3]]);
});

test('a correction that the server refuses says so; giving it up brings back what the server has', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  world.server.refusals.set(7, { kind: 'refused', status: 403, code: 'x', reason: 'The month is closed.' });
  await correct(world, id, { duration_seconds: 3 });
  await world.pass(1_000);
  expect(view(world).recent).toMatchObject([{ durationSeconds: 3, sync: 'failed' }]);
  await world.send({ type: 'DISCARD_SESSION', data: { id } });
  await world.pass(1_000);
  expect(view(world).recent).toMatchObject([{ durationSeconds: 10, sync: 'synced' }]);
});

test('a correction that counts more time than there was, or ends in the future, changes nothing', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  const before = row(world, id);
  const tomorrow = new Date(world.now() + 86_400_000).toISOString();
  const answers = [
    await correct(world, id, { duration_seconds: 11 }),
    await correct(world, id, { end_time: tomorrow }),
    await correct(world, '01931c5e-8a00-7000-8000-00000000abcd', { duration_seconds: 1 }),
  ];
  expect(answers.map((answer) => answer?.ok)).toEqual([false, false, false]);
  expect(row(world, id)).toEqual(before);
});

/** An ended session from nine to ten, imported with what is known of when it counted. */
const imported = async (
  duration_seconds: number,
  intervals: [string, string][],
): Promise<{ world: SimulatedWorld; id: string }> => {
  const world = await signedIn();
  const id = '01931c5e-8a00-7000-8000-00000000abcd';
  const session = {
    id,
    host: 'github.com',
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 7,
    pr_title: null,
    time_zone: 'UTC',
    synced: false,
    start_time: at('08:00'),
    end_time: at('09:00'),
    duration_seconds,
    intervals: intervals.map(([start, end]) => [at(start), at(end)] as [string, string]),
  };
  await world.send({ type: 'IMPORT_DATA', data: { sessions: [session] } });
  await world.pass(1_000);
  return { world, id };
};

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;

const measured: [string, string][] = [
  ['08:00', '08:10'],
  ['08:20', '08:40'],
];

test.each<
  [string, [string, string][], { start_time?: string; end_time?: string }, number, [string, string][]]
>([
  [
    'its end',
    measured,
    { end_time: at('08:30') },
    20,
    [
      ['08:00', '08:10'],
      ['08:20', '08:30'],
    ],
  ],
  [
    'its start',
    measured,
    { start_time: at('08:05') },
    25,
    [
      ['08:05', '08:10'],
      ['08:20', '08:40'],
    ],
  ],
  ['its start, beyond all that counted', measured, { start_time: at('08:50') }, 0, []],
  [
    'both',
    measured,
    { start_time: at('08:05'), end_time: at('08:25') },
    10,
    [
      ['08:05', '08:10'],
      ['08:20', '08:25'],
    ],
  ],
  ['its end, later', measured, { end_time: at('09:00') }, 30, measured],
  ['both, to another time', measured, { start_time: at('05:00'), end_time: at('06:00') }, 30, []],
  [
    'both, to another time that is shorter',
    measured,
    { start_time: at('05:00'), end_time: at('05:10') },
    10,
    [],
  ],
  ['its end, though nobody knows when it counted', [], { end_time: at('08:40') }, 30, []],
  ['its end, before what nobody knows when it counted could fit', [], { end_time: at('08:10') }, 10, []],
])(
  'a session of which only %s is corrected counts what was measured in between, or else what fits',
  async (_, intervals, change, minutes, left) => {
    const { world, id } = await imported(1_800, intervals);
    expect(durations(world)).toEqual([[7, 1_800]]);
    expect(await correct(world, id, change)).toEqual({ ok: true });
    await world.pass(1_000);
    expect([row(world, id)?.duration_seconds, row(world, id)?.intervals]).toEqual([
      minutes * 60,
      left.map(([start, end]) => [at(start), at(end)]),
    ]);
    expect([durations(world), view(world).sync.state]).toEqual([[[7, minutes * 60]], 'synced']);
  },
);

test('a deleted session leaves the history at once, and the backend after eight seconds', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  expect(await remove(world, id)).toEqual({ ok: true });
  expect([row(world, id), view(world).recent]).toEqual([undefined, []]);
  await world.pass(7_000);
  expect(durations(world)).toEqual([[7, 10]]);
  world.kill();
  await world.pass(2_000);
  expect([durations(world), queued(world)]).toEqual([[], []]);
  expect(view(world).sync.state).toBe('synced');
});

test('a deletion that is taken back in time never happened', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  const before = row(world, id);
  await remove(world, id);
  await world.pass(3_000);
  expect(await restore(world, id)).toEqual({ ok: true });
  await world.pass(60_000);
  expect([row(world, id), durations(world), queued(world)]).toEqual([before, [[7, 10]], []]);
  expect(view(world).recent).toMatchObject([{ id, sync: 'synced' }]);
});

test('a deletion that has been sent cannot be taken back', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  await remove(world, id);
  await world.pass(9_000);
  expect(await restore(world, id)).toMatchObject({ ok: false, error: { code: 'not-possible' } });
});

test('a deletion whose answer is lost cannot be taken back, and is told again', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  await remove(world, id);
  world.server.answerNext({ kind: 'busy', status: 503, until: null });
  await world.pass(8_500);
  expect(await restore(world, id)).toMatchObject({ ok: false, error: { code: 'not-possible' } });
  await world.pass(60_000);
  expect([row(world, id), durations(world), queued(world)]).toEqual([undefined, [], []]);
});

test('a correction that was not delivered yet outlives a deletion that is taken back', async () => {
  const world = await signedIn();
  await world.open(7, pageOf(7));
  await world.pass(10_000);
  world.server.answerNext('lost', { kind: 'busy', status: 503, until: null });
  await world.close(7);
  await world.pass(4_000);
  const id = view(world).recent[0]?.id ?? '';
  await correct(world, id, { duration_seconds: 3 });
  await remove(world, id);
  await restore(world, id);
  await world.pass(60_000);
  expect([durations(world), queued(world)]).toEqual([[[7, 3]], []]);
});

test('a session that was never sent and is deleted needs no request', async () => {
  const world = await signedIn();
  world.online = false;
  const id = await reviewed(world, 7);
  await remove(world, id);
  expect(queued(world)).toEqual(['session.delete']);
  await world.pass(9_000);
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect([world.server.requests, queued(world)]).toEqual([[], []]);
});

test('a session that was never sent, deleted and taken back, is delivered', async () => {
  const world = await signedIn();
  world.online = false;
  const id = await reviewed(world, 7);
  await remove(world, id);
  await restore(world, id);
  world.online = true;
  await world.notice();
  await world.pass(1_000);
  expect(durations(world)).toEqual([[7, 10]]);
});

test('a session whose start may have arrived is deleted there, too', async () => {
  const world = await signedIn();
  world.server.answerNext('lost', { kind: 'busy', status: 503, until: null });
  const id = await reviewed(world, 7);
  await remove(world, id);
  await world.pass(60_000);
  expect([durations(world), queued(world)]).toEqual([[], []]);
});

test.each(['missing', 'gone'] as const)('a deletion of what is %s is done', async (kind) => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  await remove(world, id);
  world.server.answerNext({ kind });
  await world.pass(9_000);
  expect(queued(world)).toEqual([]);
});

test('a session that the server refuses to delete is shown again, with its reason', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  world.server.refusals.set(7, { kind: 'refused', status: 403, code: 'x', reason: 'The month is closed.' });
  await remove(world, id);
  await world.pass(9_000);
  expect(view(world).recent).toMatchObject([{ id, sync: 'failed', can: ['retry', 'discard'] }]);
  world.server.refusals.clear();
  await world.send({ type: 'RETRY_SESSION', data: { id } });
  await world.pass(1_000);
  expect([view(world).recent, durations(world)]).toEqual([[], []]);
});

test('a corrected session that was deleted elsewhere leaves the history', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  world.server.erase(world.server.held()[0]?.id ?? '');
  await correct(world, id, { duration_seconds: 3 });
  await world.pass(1_000);
  expect([row(world, id), queued(world), view(world).sync.state]).toEqual([undefined, [], 'synced']);
});

test('a session is corrected and deleted in the name of the person whose it is', async () => {
  const world = await signedIn();
  const id = await reviewed(world, 7);
  await world.signIn('grace', 90_000_000);
  await correct(world, id, { duration_seconds: 3 });
  await world.pass(1_000);
  expect([durations(world), queued(world)]).toEqual([[[7, 10]], ['session.correct']]);
  await world.signIn('ada', 90_000_000);
  await world.pass(1_000);
  expect([durations(world), queued(world)]).toEqual([[[7, 3]], []]);
});
