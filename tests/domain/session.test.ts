import { describe, expect, test } from 'vitest';
import type { PauseReason } from '../../src/domain/pause-reason.ts';
import {
  type AttentionRules,
  checkpointInMs,
  count,
  cutOff,
  dueAt,
  durationSeconds,
  isCheckpointDue,
  isOver,
  isStale,
  leave,
  lostAt,
  open,
  pause,
  presentUntil,
  type ReviewLog,
} from '../../src/domain/session.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const at = (seconds: number) => toEpochMs(1_800_000_000_000 + seconds * 1000);
const rules: AttentionRules = { idleAfterMs: 30_000, endAfterIdleMs: 300_000, checkpointMs: 60_000 };
const look = (seconds: number, title: string | null = null) => ({
  at: at(seconds),
  inputAt: at(seconds),
  input: 'scroll' as const,
  tabId: 1,
  title,
});
const opened = (byHand = false): ReviewLog =>
  open({ ...look(0), sessionId: 'first', userId: 'ada', timeZone: 'Europe/Berlin', rules }, byHand);

test('a review begins counting, with nothing counted yet', () => {
  expect(opened()).toEqual({
    id: 'first',
    startedAt: at(0),
    timeZone: 'Europe/Berlin',
    title: null,
    userId: 'ada',
    backendId: null,
    byHand: false,
    intervals: [],
    countingSince: at(0),
    countingBecause: 'opened',
    evidenceAt: at(0),
    inputAt: at(0),
    input: 'scroll',
    tabId: 1,
    pausedBecause: null,
    leftAt: null,
    gaps: [],
  });
});

describe('a pause', () => {
  test('closes the open interval and says why', () => {
    expect(pause(opened(), at(10), 'hidden')).toEqual({
      ...opened(),
      intervals: [
        { start: at(0), end: at(10), began: 'opened', ended: 'hidden', inputAt: at(0), input: 'scroll' },
      ],
      countingSince: null,
      countingBecause: null,
      pausedBecause: 'hidden',
    });
  });

  test('of what is paused changes the reason alone', () => {
    const paused = pause(opened(), at(10), 'hidden');
    expect(pause(paused, at(20), 'locked')).toEqual({ ...paused, pausedBecause: 'locked' });
  });
});

describe('a stretch of counted time says why it began', () => {
  const beganAfter = (...reasons: PauseReason[]) =>
    count(
      reasons.reduce((log, because, index) => pause(log, at(10 + index), because), opened()),
      look(20),
    ).countingBecause;

  test.each<[PauseReason, string]>([
    ['elsewhere', 'looked-at'],
    ['hidden', 'looked-at'],
    ['unfocused', 'looked-at'],
    ['idle', 'input'],
    ['locked', 'unlocked'],
    ['asleep', 'woken'],
    ['by-hand', 'resumed'],
    ['tracking-off', 'tracking-on'],
    ['closed', 'opened'],
  ])('after a pause because "%s": "%s"', (because, began) => {
    expect(beganAfter(because)).toBe(began);
  });

  test('by what kept it from counting last, but a pause by hand ends by hand alone', () => {
    expect(beganAfter('hidden', 'locked')).toBe('unlocked');
    expect(beganAfter('by-hand', 'unfocused')).toBe('resumed');
  });

  test('and a command begins one by hand', () => {
    expect(opened(true).countingBecause).toBe('by-hand');
    const paused = pause(opened(), at(10), 'hidden');
    expect(count(paused, { ...look(20), input: 'command' }).countingBecause).toBe('by-hand');
  });
});

test('a stretch that ended for another reason than the session is paused for says so', () => {
  expect(pause(opened(), at(10), 'asleep', 'crashed')).toMatchObject({
    pausedBecause: 'asleep',
    intervals: [{ ended: 'crashed' }],
  });
});

describe('evidence', () => {
  test('opens an interval where none is open', () => {
    const paused = pause(opened(), at(10), 'hidden');
    expect(count(paused, look(20))).toEqual({
      ...paused,
      countingSince: at(20),
      countingBecause: 'looked-at',
      evidenceAt: at(20),
      inputAt: at(20),
      pausedBecause: null,
    });
  });

  test('leaves the open interval open, and brings the first title', () => {
    const titled = count(opened(), look(20, 'Fix the valve'));
    expect(titled).toEqual({ ...opened(), title: 'Fix the valve', evidenceAt: at(20), inputAt: at(20) });
    expect(count(titled, look(30, 'Another')).title).toBe('Fix the valve');
  });

  test('that comes with a clock set back takes nothing from what was evident', () => {
    expect(count(count(opened(), look(20)), look(-3600, 'Fix the valve')).evidenceAt).toBe(at(20));
    expect(count(pause(opened(), at(20), 'hidden'), look(-3600)).evidenceAt).toBe(at(-3600));
  });

  test('is written at each checkpoint, and with the first title', () => {
    expect([58, 59, 60].map((seconds) => isCheckpointDue(opened(), rules, look(seconds)))).toEqual([
      false,
      true,
      true,
    ]);
    expect(isCheckpointDue(opened(), rules, look(1, 'Fix the valve'))).toBe(true);
    expect(isCheckpointDue({ ...opened(), title: 'Fix' }, rules, look(1, 'Fix the valve'))).toBe(false);
  });

  test('is asked of pages by the next checkpoint, and never more than once a second', () => {
    expect(checkpointInMs(null, rules, at(0))).toBe(60_000);
    expect(checkpointInMs(pause(opened(), at(10), 'hidden'), rules, at(20))).toBe(60_000);
    expect(checkpointInMs(opened(), rules, at(20))).toBe(40_000);
    expect(checkpointInMs(opened(), rules, at(59.5))).toBe(1_000);
    expect(checkpointInMs(opened(), rules, at(8 * 3600))).toBe(1_000);
  });
});

describe('by the last word of a page, the person was there', () => {
  const told = (word: number, input: number, now: number) =>
    presentUntil({ at: at(word), inputAt: at(input) }, rules, at(now));

  test.each([
    ['and still is, while the next word is not due', 0, 0, 64, null],
    ['until the idle limit, where the word itself came after it', 40, 0, 41, 30],
    ['until the idle limit, where the next word is late', 0, 0, 65, 30],
    ['until the last word, after a silence that only sleep explains', 20, 15, 90.001, 20],
  ])('%s', (_, word, input, now, until) => {
    expect(told(word, input, now)).toBe(until === null ? null : at(until));
  });

  test('until now, where the next word is late and the idle limit far', () => {
    const patient = { ...rules, idleAfterMs: 300_000 };
    expect(presentUntil({ at: at(0), inputAt: at(0) }, patient, at(66))).toBe(at(66));
  });
});

describe('silence', () => {
  test('is stale ten seconds after the checkpoint that did not come', () => {
    expect([70, 70.001].map((seconds) => isStale(opened(), rules, at(seconds)))).toEqual([false, true]);
  });

  test('cuts off at the idle limit, or at the last evidence after a gap, and never before the interval', () => {
    expect(cutOff(opened(), rules, at(65))).toBe(at(30));
    expect(cutOff(opened(), rules, at(8 * 3600))).toBe(at(0));
    expect(cutOff({ ...opened(), countingSince: at(40), evidenceAt: at(40) }, rules, at(90))).toBe(at(40));
  });

  test('cuts a session by hand off at its last evidence', () => {
    expect(cutOff(count(opened(true), look(60)), rules, at(8 * 3600))).toBe(at(60));
  });
});

describe('what ends an interval', () => {
  test.each<[string, number, PauseReason, number]>([
    ['counts to its own moment', 15, 'hidden', 15],
    ['counts to the last evidence after a gap', 8 * 3600, 'hidden', 10],
    ['counts to the last evidence after a gap, idle or not', 8 * 3600, 'idle', 10],
    ['counts to the last evidence where the clock was set back', -3600, 'hidden', 10],
    ['counts to the idle limit, even behind evidence', 5, 'idle', 5],
  ])('%s', (_, seconds, because, end) => {
    expect(lostAt(count(opened(), look(10)), rules, at(seconds), because)).toBe(at(end));
  });
});

describe('a review that was left', () => {
  test('waits for its page', () => {
    expect(leave(opened(), rules, at(10))).toEqual({
      ...pause(opened(), at(10), 'closed'),
      leftAt: at(10),
    });
  });

  test('stays paused by hand', () => {
    const paused = pause(opened(), at(10), 'by-hand');
    expect(leave(paused, rules, at(20))).toEqual({ ...paused, leftAt: at(20) });
  });
});

describe('a review must be looked at again', () => {
  test.each<[string, ReviewLog, number]>([
    ['when the next checkpoint is late, while counting', opened(), 65],
    ['when nothing counted for long enough, while paused', pause(opened(), at(10), 'hidden'), 310],
    ['as long after its start, where nothing counted at all', pause(opened(), at(0), 'hidden'), 300],
    ['when the grace is over, after it was left', leave(opened(), rules, at(10)), 13],
  ])('%s', (_, log, seconds) => {
    expect(dueAt(log, rules)).toBe(at(seconds));
  });

  test.each<[string, ReviewLog, number]>([
    ['counting', opened(), 300],
    ['paused', pause(opened(), at(10), 'hidden'), 310],
    ['left', leave(opened(), rules, at(10)), 13],
  ])('and is over where nobody did: %s', (_, log, seconds) => {
    expect([seconds - 0.001, seconds].map((now) => isOver(log, rules, at(now)))).toEqual([false, true]);
  });
});

test('a duration is in whole seconds and never more than was counted', () => {
  const intervals = [
    { start: at(0), end: at(1.6) },
    { start: at(2), end: at(3.3) },
  ];
  expect(durationSeconds(intervals)).toBe(2);
  expect(durationSeconds([])).toBe(0);
});
