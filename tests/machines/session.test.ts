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
  resume,
  startByHand,
} from './review.ts';

const paused = { active: 'paused' };
const counting = { active: 'counting' };
const HOURS = 8 * 3600;

describe('a session starts', () => {
  test('when its pull request has attention, and counts at once', () => {
    expect(outline(gained(0))).toEqual({
      state: counting,
      counted: [],
      countingSince: 0,
      because: null,
      due: 65,
      started: ['first'],
      ended: [],
    });
  });

  test('not when attention is only lost', () => {
    expect(outline(lost(0, 'hidden'), left(1), interrupted(2), deadline(3))).toMatchObject({
      state: 'idle',
      started: [],
      ended: [],
    });
  });

  test('once, however often the pull request has attention', () => {
    expect(outline(gained(0, 'first'), gained(1, 'second'), gained(60, 'third')).started).toEqual(['first']);
  });
});

describe('a session ends', () => {
  test('when its last page was left, at the last second that counted', () => {
    expect(outline(gained(0), left(30), deadline(33))).toEqual(over('first', 0, [0, 30]));
  });

  test('when nothing counted for the time that a person set, at the last second that counted', () => {
    expect(outline(gained(0), lost(30, 'hidden'), deadline(329))).toMatchObject({ state: paused, ended: [] });
    expect(outline(gained(0), lost(30, 'hidden'), deadline(330))).toEqual(over('first', 0, [0, 30]));
  });

  test('a change of reason does not put off its end', () => {
    const changing = outline(gained(0), lost(30, 'hidden'), lost(200, 'locked'), lost(300, 'unfocused'));
    expect(changing).toMatchObject({ because: 'unfocused', due: 330 });
  });

  test('when the person ends it, counting, paused or ending', () => {
    expect(outline(gained(0), endByHand(30))).toEqual(over('first', 0, [0, 30]));
    expect(outline(gained(0), lost(20, 'hidden'), endByHand(30))).toEqual(over('first', 0, [0, 20]));
    expect(outline(gained(0), left(20), endByHand(21))).toEqual(over('first', 0, [0, 20]));
  });

  test('by a deadline only once that has passed', () => {
    expect(outline(gained(0), left(30), deadline(32)).state).toBe('ending');
    expect(outline(gained(0), deadline(64)).state).toEqual(counting);
  });
});

describe('a session goes on', () => {
  test('after a reload within the grace: it neither ends nor starts', () => {
    expect(outline(gained(0, 'first'), left(30), gained(32, 'second'))).toEqual({
      state: counting,
      counted: [[0, 30]],
      countingSince: 32,
      because: null,
      due: 97,
      started: ['first'],
      ended: [],
    });
  });

  test('where its page comes back in the background', () => {
    expect(outline(gained(0), left(30), lost(32, 'hidden'))).toMatchObject({
      state: paused,
      counted: [[0, 30]],
      because: 'hidden',
      due: 330,
      ended: [],
    });
  });

  test('when attention comes back: each stretch counts, and nothing in between', () => {
    const events = [gained(0), lost(30, 'elsewhere'), gained(100), lost(120, 'idle'), gained(200), left(210)];
    expect(outline(...events, deadline(213))).toEqual(over('first', 0, [0, 30], [100, 120], [200, 210]));
  });
});

describe('what a person does by hand', () => {
  test('what is paused by hand does not count again by itself', () => {
    const held = outline(gained(0), pauseByHand(30), gained(40), lost(50, 'hidden'), gained(60));
    expect(held).toMatchObject({ state: paused, counted: [[0, 30]], because: 'by-hand' });
  });

  test('nor after a reload, a crash or a page that comes back in the background', () => {
    const ways = [
      [left(40), gained(42)],
      [left(40), lost(42, 'hidden')],
      [interrupted(40), gained(42)],
    ];
    for (const way of ways)
      expect(outline(gained(0), pauseByHand(30), ...way)).toMatchObject({
        state: paused,
        counted: [[0, 30]],
        because: 'by-hand',
        due: 330,
      });
  });

  test('what is resumed counts with the next look at it', () => {
    const resumed = [gained(0), pauseByHand(30), resume(40)];
    expect(outline(...resumed)).toMatchObject({ state: paused, countingSince: null });
    expect(outline(...resumed, gained(41))).toMatchObject({ state: counting, countingSince: 41 });
  });

  test('what was not paused by hand cannot be resumed by hand', () => {
    expect(outline(gained(0), lost(30, 'locked'), resume(40)).because).toBe('locked');
  });

  test('what was ended by hand starts again only after the person looked away', () => {
    const ended = [gained(0, 'first'), endByHand(30)];
    expect(outline(...ended, gained(31, 'second')).started).toEqual(['first']);
    for (const away of [lost(40, 'hidden'), left(40)])
      expect(outline(...ended, gained(31, 'second'), away, gained(50, 'third')).started).toEqual([
        'first',
        'third',
      ]);
  });

  test('what stayed paused by hand until it ended starts again only after the person looked away', () => {
    const ended = [gained(0, 'first'), pauseByHand(30), deadline(330)];
    expect(outline(...ended, gained(331, 'second')).started).toEqual(['first']);
    expect(outline(...ended, lost(332, 'hidden'), gained(333, 'second')).started).toEqual([
      'first',
      'second',
    ]);
  });

  test('a session by hand starts even where the last one was ended by hand', () => {
    expect(outline(gained(0, 'first'), endByHand(30), startByHand(31, 'second'))).toMatchObject({
      state: counting,
      countingSince: 31,
      started: ['first', 'second'],
    });
  });

  test('a session by hand needs no page', () => {
    expect(outline(startByHand(0), left(10))).toMatchObject({ state: counting, countingSince: 0, ended: [] });
  });

  test('a start by hand takes over the session that is open, and lets it count', () => {
    const open = [
      [gained(0)],
      [gained(0), lost(10, 'hidden')],
      [gained(0), pauseByHand(10)],
      [gained(0), left(10)],
    ];
    for (const events of open)
      expect(outline(...events, startByHand(11, 'second'), left(12))).toMatchObject({
        state: counting,
        started: ['first'],
      });
  });
});

describe('time without evidence does not count', () => {
  test('silence ends the counting where the person fell idle', () => {
    expect(outline(gained(0), deadline(65))).toMatchObject({
      state: paused,
      counted: [[0, 60]],
      because: 'idle',
    });
  });

  test('after a crash the session falls back to its last evidence', () => {
    expect(outline(gained(0), gained(60), interrupted(HOURS))).toMatchObject({
      state: paused,
      counted: [[0, 60]],
      because: 'asleep',
      due: 360,
    });
    expect(outline(gained(0), gained(60), interrupted(HOURS), deadline(HOURS))).toEqual(
      over('first', 0, [0, 60]),
    );
  });

  test.each([
    ['the screen is found locked', lost(HOURS, 'locked')],
    ['the system is found idle', lost(HOURS, 'idle')],
    ['another pull request is in front', lost(HOURS, 'elsewhere')],
    ['the page is gone', left(HOURS)],
    ['the person pauses', pauseByHand(HOURS)],
    ['the deadline is noticed', deadline(HOURS)],
    ['the browser was started anew', interrupted(HOURS)],
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
