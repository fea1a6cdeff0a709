import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awayOf, type Gap, gapUntil, noteReturn, settleGap, without } from '../../src/domain/gap.ts';
import type { CountedInterval } from '../../src/domain/interval.ts';
import type { PauseReason } from '../../src/domain/pause-reason.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const at = (seconds: number) => toEpochMs(1_800_000_000_000 + seconds * 1000);
const HOUR = 3600;

const stretch = (start: number, end: number, ended: CountedInterval['ended']): CountedInterval => ({
  start: at(start),
  end: at(end),
  began: 'opened',
  ended,
  inputAt: at(start),
  input: 'key',
});

const waiting = (pausedBecause: PauseReason | null, ended: CountedInterval['ended'] = 'idle') => ({
  id: 'first',
  intervals: [stretch(0, 60, ended)],
  countingSince: null,
  pausedBecause,
  gaps: [] as Gap[],
});

const gap = (start: number, end: number): Gap => ({ start: at(start), end: at(end), because: 'idle' });

describe('somebody who comes back to a review', () => {
  test.each(['idle', 'locked', 'asleep'] as const)(
    'leaves a gap where the time stopped because "%s"',
    (because) => {
      expect(noteReturn(waiting(because, because), at(720)).gaps).toEqual([{ ...gap(60, 720), because }]);
    },
  );

  test.each(['elsewhere', 'hidden', 'unfocused', 'by-hand', 'tracking-off', 'closed'] as const)(
    'leaves none where it stopped because "%s": they were there, or said so',
    (because) => {
      expect(noteReturn(waiting(because, because), at(720)).gaps).toEqual([]);
      expect(noteReturn(waiting('idle', because), at(720)).gaps).toEqual([]);
    },
  );

  test.each([
    ['of less than a minute', 119, 0],
    ['of a minute', 120, 1],
    ['of four hours', 60 + 4 * HOUR, 1],
    ['of more than that', 61 + 4 * HOUR, 0],
    ['of a clock set back', -HOUR, 0],
  ])('leaves a gap only where it is worth a question: %s', (_, seconds, count) => {
    expect(noteReturn(waiting('idle'), at(seconds)).gaps).toHaveLength(count);
  });

  test('leaves twenty gaps at most, the latest', () => {
    const many = Array.from({ length: 20 }, (_, index) => gap(index, index + 1));
    expect(noteReturn({ ...waiting('idle'), gaps: many }, at(720)).gaps).toEqual([
      ...many.slice(1),
      gap(60, 720),
    ]);
  });

  test('is remembered by since when nobody was there', () => {
    expect(awayOf(waiting('idle'))).toEqual({ sessionId: 'first', start: at(60), because: 'idle' });
    expect(awayOf({ ...waiting('idle'), countingSince: at(70) })).toBe(null);
    expect(awayOf({ ...waiting('idle'), intervals: [] })).toBe(null);
    expect(gapUntil(null, at(720))).toBe(null);
  });
});

describe('a decision about a gap', () => {
  const log = {
    ...waiting(null),
    intervals: [stretch(0, 60, 'idle'), stretch(720, 800, 'hidden')],
    gaps: [gap(60, 720)],
  };

  test('to count it puts it between the stretches beside it, and says that a person did', () => {
    expect(settleGap(log, at(60), [gap(60, 720)])).toEqual({
      ...log,
      gaps: [],
      intervals: [
        log.intervals[0],
        { start: at(60), end: at(720), began: 'given-back', ended: 'given-back', inputAt: null, input: null },
        log.intervals[1],
      ],
    });
  });

  test('to leave it takes the question away, and nothing else', () => {
    expect(settleGap(log, at(60), [])).toEqual({ ...log, gaps: [] });
    expect(settleGap(log, at(61), [])).toEqual(log);
  });
});

test('what is left of a stretch without others is exactly what they do not cover', () => {
  const moment = fc.integer({ min: 0, max: 60 });
  const pair = fc
    .tuple(moment, moment)
    .map(([a, b]) => ({ start: at(Math.min(a, b)), end: at(Math.max(a, b)) }));
  fc.assert(
    fc.property(pair, fc.array(pair, { maxLength: 6 }), (whole, others) => {
      const covers = (list: readonly { start: number; end: number }[], second: number) =>
        list.some(({ start, end }) => start <= at(second) && at(second) < end);
      const pieces = without(whole, others);
      for (let second = 0; second < 60; second += 1)
        expect(covers(pieces, second)).toBe(covers([whole], second) && !covers(others, second));
      const bounds = pieces.flatMap(({ start, end }) => [start, end]);
      expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    }),
  );
});
