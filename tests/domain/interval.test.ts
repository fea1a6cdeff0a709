import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addInterval, type CountedInterval, countedMs, lastCountedAt } from '../../src/domain/interval.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const at = toEpochMs;
const interval = (start: number, end: number): CountedInterval => ({
  start: at(start),
  end: at(end),
  began: 'looked-at',
  ended: 'hidden',
  inputAt: at(start),
  input: 'look',
});
const add = (intervals: readonly CountedInterval[], start: number, end: number) =>
  addInterval(intervals, interval(start, end));
/** Where intervals begin and end, whatever their causes. */
const bounds = (intervals: readonly CountedInterval[]) => intervals.map(({ start, end }) => [start, end]);

/** Any two instants in any order: the clock may have been set back or forward in between. */
const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 })), {
  maxLength: 30,
});

const addAll = (list: ReadonlyArray<[number, number]>): CountedInterval[] =>
  list.reduce<CountedInterval[]>((sum, [start, end]) => add(sum, start, end), []);

const instants = Array.from({ length: 201 }, (_, instant) => instant);
const covered = (intervals: ReadonlyArray<{ start: number; end: number }>): number[] =>
  instants.filter((instant) => intervals.some(({ start, end }) => start <= instant && instant < end));

describe('intervals, whatever the clock does', () => {
  test('are in order, never empty, never overlap and never touch', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        const intervals = addAll(list);
        expect(intervals.filter(({ start, end }) => end <= start)).toEqual([]);
        expect(intervals.filter(({ start }, index) => start <= (intervals[index - 1]?.end ?? -1))).toEqual(
          [],
        );
      }),
    );
  });

  test('never shrink: a further stretch keeps every instant that was counted', () => {
    fc.assert(
      fc.property(stretches, fc.nat(200), fc.nat(200), (list, start, end) => {
        const before = addAll(list);
        const after = add(before, start, end);
        expect(countedMs(after)).toBeGreaterThanOrEqual(countedMs(before));
        expect(covered(after)).toEqual(expect.arrayContaining(covered(before)));
      }),
    );
  });

  test('count no instant that was in none of the stretches', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        const intervals = addAll(list);
        expect(covered(list.map(([start, end]) => ({ start, end })))).toEqual(
          expect.arrayContaining(covered(intervals)),
        );
      }),
    );
  });

  test('are the union of the stretches where the clock only goes forward', () => {
    const forward = fc.array(fc.tuple(fc.nat(10), fc.nat(10)), { maxLength: 20 }).map((steps) => {
      let now = 0;
      return steps.map(([gap, length]): [number, number] => {
        const start = now + gap;
        now = start + length;
        return [start, now];
      });
    });
    fc.assert(
      fc.property(forward, (list) => {
        expect(countedMs(addAll(list))).toBe(list.reduce((sum, [start, end]) => sum + end - start, 0));
      }),
    );
  });

  test('are new lists: what was there before is left as it was', () => {
    const before = Object.freeze([Object.freeze(interval(0, 10))]);
    expect(bounds(add(before, 10, 20))).toEqual([[0, 20]]);
    expect(add(before, 5, 5)).toEqual([interval(0, 10)]);
    expect(before).toEqual([interval(0, 10)]);
  });
});

describe('a stretch', () => {
  test.each([
    ['after the last interval is a new one', 20, 30, [interval(0, 10), interval(20, 30)]],
    ['that begins where the last one ends lengthens it', 10, 30, [interval(0, 30)]],
    ['that overlaps the last one adds only what is new', 5, 30, [interval(0, 30)]],
    ['inside the last one adds nothing', 2, 8, [interval(0, 10)]],
    ['that ends before it begins adds nothing', 30, 20, [interval(0, 10)]],
    ['that is empty adds nothing', 20, 20, [interval(0, 10)]],
    ['before the last one, as after a clock set back, adds nothing', -20, -10, [interval(0, 10)]],
  ])('%s', (_, start, end, expected) => {
    expect(bounds(add([interval(0, 10)], start, end))).toEqual(bounds(expected));
  });

  test('that lengthens the last one keeps why that began, and brings why it ends and what it rests on', () => {
    const first = { ...interval(0, 10), began: 'opened', ended: 'idle' } as const;
    const more = {
      ...interval(10, 30),
      began: 'input',
      ended: 'closed',
      inputAt: at(25),
      input: 'key',
    } as const;
    expect(addInterval([first], more)).toEqual([{ ...more, start: at(0), began: 'opened' }]);
  });
});

test('what counted last ended with the last interval, or where nothing counted, at the fallback', () => {
  expect(lastCountedAt([interval(0, 10), interval(20, 30)], at(99))).toBe(30);
  expect(lastCountedAt([], at(99))).toBe(99);
});

test('no intervals are no time', () => {
  expect(countedMs([])).toBe(0);
});
