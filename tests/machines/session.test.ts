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

  test('nor after a reload or a page that comes back in the background', () => {
    const ways = [
      [left(40), gained(42)],
      [left(40), lost(42, 'hidden')],
    ];
    for (const way of ways)
      expect(outline(gained(0), pauseByHand(30), ...way)).toMatchObject({
        state: paused,
        counted: [[0, 30]],
        because: 'by-hand',
        due: 330,
      });
  });

  test('nor after a crash, which ends the session, until the person has looked away', () => {
    const crashed = [gained(0, 'first'), pauseByHand(30), interrupted(40)];
    expect(outline(...crashed, gained(42, 'second')).started).toEqual(['first']);
    expect(outline(...crashed, lost(42, 'hidden'), gained(50, 'second')).started).toEqual([
      'first',
      'second',
    ]);
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
