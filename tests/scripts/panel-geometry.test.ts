import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { chartOf } from '../../scripts/charts/chart.ts';
import { panelGeometry } from '../../scripts/charts/panel-geometry.ts';
import { machines } from '../../src/machines/index.ts';
import type { ChartGeometry } from '../../src/ui/charts/geometry.ts';

const ownName = (_: string, { name }: { name: string }): string => name;

const geometryOf = (name: string, machine: AnyStateMachine): Promise<ChartGeometry> =>
  panelGeometry(chartOf(name, machine), ownName);

const door = (more: Record<string, object>) =>
  setup({}).createMachine({
    id: 'door',
    initial: 'shut',
    states: {
      shut: {
        description: 'Nobody comes in.',
        on: { push: 'open', ...('locked' in more ? { turn: 'locked' } : {}) },
      },
      open: { on: { pull: 'shut' } },
      ...more,
    },
  });

it('a machine with one more state and one more way is drawn with one more box and one more line', async () => {
  const before = await geometryOf('door', door({}));
  const after = await geometryOf('door', door({ locked: { type: 'final' } }));
  expect(before.states.map(({ path }) => path)).toEqual(['shut', 'open']);
  expect(after.states.map(({ path, isFinal }) => [path, isFinal])).toEqual([
    ['shut', false],
    ['open', false],
    ['locked', true],
  ]);
  expect(after.ways.map(({ from, to, events }) => [from, to, events])).toEqual([
    ['shut', 'open', ['push']],
    ['shut', 'locked', ['turn']],
    ['open', 'shut', ['pull']],
  ]);
});

it('a box is as wide as the longest of its names needs', async () => {
  const chart = chartOf('door', door({}));
  const plain = await panelGeometry(chart, ownName);
  const wordy = await panelGeometry(chart, (_, { name }) => (name === 'shut' ? 'fest verschlossen' : name));
  const widthIn = ({ states }: ChartGeometry): number =>
    states.find(({ path }) => path === 'shut')?.width ?? 0;
  expect(widthIn(wordy)).toBeGreaterThan(widthIn(plain));
});

describe.each(Object.entries(machines))('the narrow picture of %s', (name, { machine }) => {
  const geometry = geometryOf(name, machine as AnyStateMachine);

  it('fits a side panel', async () => {
    expect((await geometry).width).toBeLessThanOrEqual(340);
  });

  it('draws every state and every way of the definition, each once', async () => {
    const chart = chartOf(name, machine as AnyStateMachine);
    const { states, ways } = await geometry;
    const paths = (state: typeof chart.root): string[] => [state.path, ...state.states.flatMap(paths)];
    expect(states.map(({ path }) => path)).toEqual(paths(chart.root).slice(1));
    expect(ways.map(({ from, to }) => [from, to])).toEqual(chart.ways.map(({ from, to }) => [from, to]));
    for (const { line } of ways) expect(line).toMatch(/^M\d+ \d+(L|Q)/);
  });

  it('puts no number on a state or on another number', async () => {
    const { states, ways } = await geometry;
    const leaves = states.filter(({ isFrame }) => !isFrame);
    const onState = ways.filter(({ at }) =>
      leaves.some(
        ({ x, y, width, height }) =>
          at.x > x - 9 && at.x < x + width + 9 && at.y > y - 9 && at.y < y + height + 9,
      ),
    );
    const onOther = ways.filter(({ at }, index) =>
      ways.slice(index + 1).some((other) => Math.hypot(at.x - other.at.x, at.y - other.at.y) < 18),
    );
    expect({ onState, onOther }).toEqual({ onState: [], onOther: [] });
  });
});
