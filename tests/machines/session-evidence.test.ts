import { describe, expect, test } from 'vitest';
import {
  deadline,
  endByHand,
  gained,
  interrupted,
  left,
  lost,
  outline,
  over,
  pauseByHand,
} from './review.ts';

const paused = { active: 'paused' };
const counting = { active: 'counting' };
const HOURS = 8 * 3600;

describe('time without evidence does not count', () => {
  test('silence ends the counting where the person fell idle', () => {
    expect(outline(gained(0), deadline(65))).toMatchObject({
      state: paused,
      counted: [[0, 60]],
      because: 'idle',
    });
  });

  test.each([HOURS, 61])(
    'after a crash, found at %d s, the session has ended at its last evidence',
    (found) => {
      expect(outline(gained(0), gained(60), interrupted(found))).toEqual(over('first', 0, [0, 60]));
      expect(outline(gained(0), lost(60, 'hidden'), interrupted(found))).toEqual(over('first', 0, [0, 60]));
      expect(outline(gained(0), left(60), interrupted(found))).toEqual(over('first', 0, [0, 60]));
    },
  );

  test('a look after a crash opens another session, however soon it comes', () => {
    expect(outline(gained(0, 'first'), gained(60), interrupted(61), gained(62, 'second'))).toMatchObject({
      state: counting,
      countingSince: 62,
      started: ['first', 'second'],
      ended: [{ id: 'first', from: 0, to: 60 }],
    });
  });

  test.each([
    ['the screen is found locked', lost(HOURS, 'locked')],
    ['the system is found idle', lost(HOURS, 'idle')],
    ['another pull request is in front', lost(HOURS, 'elsewhere')],
    ['the page is gone', left(HOURS)],
    ['the person pauses', pauseByHand(HOURS)],
    ['the deadline is noticed', deadline(HOURS)],
  ])('a sleep of eight hours is not counted, when after it %s', (_, event) => {
    expect(outline(gained(0), gained(60), event)).toMatchObject({ counted: [[0, 60]], countingSince: null });
  });

  test('a sleep of eight hours is not counted, when after it the person ends the session', () => {
    expect(outline(gained(0), gained(60), endByHand(HOURS))).toEqual(over('first', 0, [0, 60]));
  });

  test('a sleep shorter than the pause that ends a session leaves a gap in it', () => {
    expect(outline(gained(0), gained(60), gained(200))).toMatchObject({
      state: counting,
      counted: [[0, 60]],
      countingSince: 200,
      started: ['first'],
    });
  });
});

describe('a session whose end nobody was there to notice', () => {
  test.each([
    ['counting', [gained(60, 'first')], [0, 60]],
    ['paused', [lost(60, 'hidden')], [0, 60]],
    ['ending', [left(60)], [0, 60]],
  ] as const)('ended when it was due; the next look starts another (%s)', (_, events, counted) => {
    expect(outline(gained(0, 'first'), ...events, gained(HOURS, 'second'))).toEqual({
      state: counting,
      counted: [],
      countingSince: HOURS,
      because: null,
      due: HOURS + 65,
      started: ['first', 'second'],
      ended: [{ id: 'first', from: 0, to: 60, counted: [[...counted]] }],
    });
  });
});

describe('whatever the clock does', () => {
  const HOUR = 3600;

  test('a clock that was set back takes nothing away that was counted', () => {
    for (const event of [lost(90 - HOUR, 'hidden'), left(90 - HOUR), pauseByHand(90 - HOUR)])
      expect(outline(gained(0), gained(60), event).counted).toEqual([[0, 60]]);
    expect(outline(gained(0), gained(60), endByHand(90 - HOUR)).ended).toEqual([
      { id: 'first', from: 0, to: 60, counted: [[0, 60]] },
    ]);
  });

  test('an hour that comes twice is counted once', () => {
    const twice = [gained(0), lost(HOUR / 60, 'hidden'), gained(10), lost(50, 'hidden'), gained(61)];
    expect(outline(...twice, lost(70, 'hidden')).counted).toEqual([
      [0, 60],
      [61, 70],
    ]);
  });
});
