import { expect, test } from 'vitest';
import type { StoredSession } from '../../src/background/stored-session.ts';
import type { View } from '../../src/domain/view.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;

const viewOf = ({ memory }: SimulatedWorld): View => memory.all().view as View;

const clockTime = (instant: string | number): string => new Date(instant).toISOString().slice(11, 19);

const gaps = (world: SimulatedWorld) =>
  viewOf(world).gaps.map(({ number, start, end, because }) => [
    number,
    clockTime(start),
    clockTime(end),
    because,
  ]);

const rows = ({ store }: SimulatedWorld): StoredSession[] =>
  Object.entries(store.all())
    .filter(([key]) => key.startsWith('sessionHistory/'))
    .map(([, row]) => row as StoredSession);

const history = (world: SimulatedWorld) =>
  rows(world).map(({ pr_number, duration_seconds, start_time, end_time, intervals }) => [
    pr_number,
    duration_seconds,
    clockTime(start_time),
    clockTime(end_time),
    intervals.length,
  ]);

const names = (world: SimulatedWorld) =>
  viewOf(world).gaps.map(({ sessionId, start }) => ({ id: sessionId, start }));

const decide = (world: SimulatedWorld, type: 'COUNT_GAP' | 'LEAVE_GAP', chosen = names(world)) =>
  world.send({ type, data: { gaps: chosen } });

/** Reads for a minute and a half, is away for so many minutes, and is back at the same page. */
const goAway = async (world: SimulatedWorld, minutes: number): Promise<void> => {
  await world.open(1, page(7));
  await world.pass(30_000);
  await world.input();
  await world.pass(minutes * 60_000 + 60_000);
  await world.input();
};

const finish = async (world: SimulatedWorld): Promise<void> => {
  await world.pass(10_000);
  await world.close(1);
  await world.pass(10_000);
};

test('a person who is back after minutes without input finds them uncounted, and can have them back', async () => {
  const world = createSimulatedWorld();
  await goAway(world, 3);
  expect(gaps(world)).toEqual([[7, '09:01:30', '09:04:30', 'idle']]);
  expect(await decide(world, 'COUNT_GAP')).toEqual({ ok: true, settled: 1 });
  expect(gaps(world)).toEqual([]);
  expect(viewOf(world).current?.countedMs).toBe(270_000);
  await finish(world);
  expect(history(world)).toEqual([[7, 280, '09:00:00', '09:04:40', 3]]);
  expect(rows(world)[0]?.causes?.map(({ began, ended }) => [began, ended])).toEqual([
    ['opened', 'idle'],
    ['given-back', 'given-back'],
    ['input', 'closed'],
  ]);
});

test('a gap that is left is not asked about again, and nothing of it counts', async () => {
  const world = createSimulatedWorld();
  await goAway(world, 3);
  const [gap] = names(world);
  expect(await decide(world, 'LEAVE_GAP')).toEqual({ ok: true, settled: 1 });
  expect(await decide(world, 'COUNT_GAP', gap ? [gap] : [])).toMatchObject({ ok: false });
  await finish(world);
  expect(history(world)).toEqual([[7, 100, '09:00:00', '09:04:40', 2]]);
  expect(gaps(world)).toEqual([]);
});

test('a gap that outlasted its session is given back to it as a correction, after restarts and once', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await goAway(world, 12);
  await finish(world);
  expect(history(world)).toEqual([
    [7, 90, '09:00:00', '09:01:30', 1],
    [7, 10, '09:13:30', '09:13:40', 1],
  ]);
  world.kill();
  await world.restartBrowser();
  expect(gaps(world)).toEqual([[7, '09:01:30', '09:13:30', 'idle']]);
  const chosen = names(world);
  expect(await decide(world, 'COUNT_GAP', chosen)).toEqual({ ok: true, settled: 1 });
  expect(await decide(world, 'COUNT_GAP', chosen)).toMatchObject({ ok: false });
  expect(history(world)[0]).toEqual([7, 810, '09:00:00', '09:13:30', 2]);
  await world.pass(60_000);
  expect(
    world.server.held().map(({ counts }) => [counts.end_time?.slice(11, 19), counts.duration_seconds]),
  ).toEqual([
    ['09:13:30', 810],
    ['09:13:40', 10],
  ]);
  expect(world.server.violations).toEqual([]);
});

test('a person who is back elsewhere first was away until then, not until the review is taken up', async () => {
  const world = createSimulatedWorld();
  await world.open(1, page(7));
  await world.pass(12 * 60_000);
  await world.open(2, 'https://example.org/');
  await world.pass(30 * 60_000);
  await world.look(1);
  expect(gaps(world)).toEqual([[7, '09:01:00', '09:12:00', 'idle']]);
});

test('nobody is asked about a night, nor about a look at something else', async () => {
  const world = createSimulatedWorld();
  await goAway(world, 9 * 60);
  await world.open(2, 'https://example.org/');
  await world.pass(4 * 60_000);
  await world.look(1);
  expect(gaps(world)).toEqual([]);
});

test('a gap counts only where no other session does: a day never exceeds its clock', async () => {
  const world = createSimulatedWorld();
  await goAway(world, 4);
  const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 9 };
  await world.send({ type: 'START_SESSION', data });
  await world.pass(20_000);
  await world.send({ type: 'END_SESSION', data: undefined });
  const other = rows(world).find(({ pr_number }) => pr_number === 9);
  await world.send({
    type: 'CORRECT_SESSION',
    data: {
      id: other?.id ?? '',
      start_time: '2026-03-02T09:02:00.000Z',
      duration_seconds: 60,
    },
  });
  expect(await decide(world, 'COUNT_GAP')).toEqual({ ok: true, settled: 1 });
  await finish(world);
  const spans = rows(world)
    .flatMap(({ intervals, start_time, duration_seconds }) =>
      intervals.length > 0
        ? intervals.map(([start, end]) => [Date.parse(start), Date.parse(end)] as const)
        : [[Date.parse(start_time), Date.parse(start_time) + duration_seconds * 1000] as const],
    )
    .sort(([a], [b]) => a - b);
  expect(spans.filter(([start], index) => start < (spans[index - 1]?.[1] ?? 0))).toEqual([]);
  expect(
    rows(world)
      .find(({ pr_number }) => pr_number === 7)
      ?.intervals.map((pair) => pair.map(clockTime)),
  ).toContainEqual(['09:03:00', '09:05:30']);
});

test('many gaps are decided about at once, those of open and of ended sessions together', async () => {
  const world = createSimulatedWorld();
  await goAway(world, 12);
  await world.pass(4 * 60_000);
  await world.input();
  expect(gaps(world)).toEqual([
    [7, '09:14:30', '09:17:30', 'idle'],
    [7, '09:01:30', '09:13:30', 'idle'],
  ]);
  expect(await decide(world, 'COUNT_GAP')).toEqual({ ok: true, settled: 2 });
  await finish(world);
  expect(history(world).map(([, seconds]) => seconds)).toEqual([810, 250]);
});

test('a session that is cut in two counts the same in both, and the backend has both', async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  await goAway(world, 3);
  await finish(world);
  await world.pass(60_000);
  const [row] = rows(world);
  const split = (time: string) =>
    world.send({ type: 'SPLIT_SESSION', data: { id: row?.id ?? '', at: `2026-03-02T${time}.000Z` } });
  expect(await split('08:59:00')).toMatchObject({ ok: false });
  expect(await split('09:30:00')).toMatchObject({ ok: false });
  expect(await split('09:01:00')).toEqual({ ok: true });
  await world.pass(60_000);
  expect(history(world)).toEqual([
    [7, 60, '09:00:00', '09:01:00', 1],
    [7, 40, '09:01:00', '09:04:40', 2],
  ]);
  expect(new Set(rows(world).map(({ id }) => id)).size).toBe(2);
  expect(
    world.server
      .held()
      .map(({ counts }) => [
        counts.start_time.slice(11, 19),
        counts.end_time?.slice(11, 19),
        counts.duration_seconds,
      ]),
  ).toEqual([
    ['09:00:00', '09:01:00', 60],
    ['09:01:00', '09:04:40', 40],
  ]);
  expect(world.server.violations).toEqual([]);
});
