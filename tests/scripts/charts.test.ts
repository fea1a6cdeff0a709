import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { chartOf } from '../../scripts/charts/chart.ts';
import { type Box, type Geometry, layout } from '../../scripts/charts/layout.ts';
import { toSvg } from '../../scripts/charts/svg.ts';
import { machinesPage } from '../../scripts/charts/tables.ts';
import { machines } from '../../src/machines/index.ts';

const door = setup({
  guards: { isLocked: () => false },
  actions: { ring: () => {} },
}).createMachine({
  id: 'door',
  initial: 'shut',
  on: { 'bell.pressed': { actions: 'ring' } },
  states: {
    shut: {
      description: 'Nobody <comes> in.',
      tags: 'safe',
      on: { push: [{ guard: 'isLocked' }, { target: 'open.ajar' }] },
    },
    open: {
      initial: 'ajar',
      on: { pull: { target: 'shut', actions: 'ring' } },
      states: { ajar: {}, gone: { type: 'final' } },
    },
  },
});

const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const parentOf = (path: string): string => path.split('.').slice(0, -1).join('.');

const leavesOf = ({ states }: Geometry) => states.filter(({ isFrame }) => !isFrame);

it('a chart tells states, ways and answers as the definition has them', () => {
  const { root, ways } = chartOf('door', door);
  expect(root).toMatchObject({ path: '', name: 'door', initial: 'shut' });
  expect(root.answers).toEqual([
    { event: 'bell.pressed', guard: undefined, actions: ['ring'], to: undefined },
  ]);
  expect(root.states.map(({ path, initial, isFinal, tags }) => ({ path, initial, isFinal, tags }))).toEqual([
    { path: 'shut', initial: undefined, isFinal: false, tags: ['safe'] },
    { path: 'open', initial: 'open.ajar', isFinal: false, tags: [] },
  ]);
  expect(ways).toEqual([
    {
      from: 'shut',
      to: 'open.ajar',
      answers: [{ event: 'push', guard: 'otherwise', actions: [], to: 'open.ajar' }],
    },
    {
      from: 'open',
      to: 'shut',
      answers: [{ event: 'pull', guard: undefined, actions: ['ring'], to: 'shut' }],
    },
  ]);
});

it('a picture holds names as text and never as markup', async () => {
  const svg = toSvg(await layout(chartOf('door', door)));
  expect(svg).toContain('Nobody &#60;comes&#62; in.');
  expect(svg).toContain('data-state="open.gone"');
});

it('the page of machines lists every event of a state once', () => {
  const page = machinesPage([chartOf('door', door)]);
  expect(page).toContain('| `shut` | `push [isLocked]` | stays |  |');
  expect(page).toContain('| `shut` | `push [otherwise]` | `open.ajar` |  |');
  expect(page).toContain('| any | `bell.pressed` | stays | `ring` |');
});

describe.each(Object.entries(machines))('the picture of %s', (name, { machine }) => {
  const geometry = layout(chartOf(name, machine as AnyStateMachine));

  it('is the same every time', async () => {
    expect(await layout(chartOf(name, machine as AnyStateMachine))).toEqual(await geometry);
  });

  it('has each state inside the one that it belongs to, and no two states over each other', async () => {
    const { states } = await geometry;
    for (const state of states.filter(({ path }) => path !== '')) {
      const parent = states.find(({ path }) => path === parentOf(state.path));
      expect(parent && contains(parent, state), state.path).toBe(true);
    }
    const leaves = leavesOf(await geometry);
    const pairs = leaves.flatMap((a, index) => leaves.slice(index + 1).map((b) => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlaps(a, b))).toEqual([]);
  });

  it('draws every way, with words that lie on no state and on no other words', async () => {
    const { ways } = await geometry;
    for (const { from, to, points } of ways) expect(points.length, `${from} to ${to}`).toBeGreaterThan(1);
    const labels = ways.flatMap(({ label }) => label ?? []);
    const leaves = leavesOf(await geometry);
    expect(labels.filter((label) => leaves.some((leaf) => overlaps(label, leaf)))).toEqual([]);
    expect(
      labels.filter((label, index) => labels.slice(index + 1).some((other) => overlaps(label, other))),
    ).toEqual([]);
  });
});
