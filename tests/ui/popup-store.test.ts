import { describe, expect, test } from 'vitest';
import { plus } from '../../src/domain/time.ts';
import { countedMs } from '../../src/ui/counted-time.ts';
import { createPopupStore } from '../../src/ui/popup/popup-store.ts';
import { pullRequestUrl } from '../../src/ui/pull-request-link.ts';
import { now } from './sessions.ts';

describe('the popup', () => {
  const store = createPopupStore(now);
  const start = store.getSnapshot();
  const stateAfter = (...events: Array<Parameters<typeof store.send>[0]>) =>
    events.reduce((snapshot, event) => store.transition(snapshot, event)[0], start).context;

  test('shows an action as under way until its answer comes, and the reason where it was refused', () => {
    const begun = { type: 'actionBegun', key: 'sync' } as const;
    expect(stateAfter(begun)).toEqual({ ...start.context, underway: ['sync'] });
    expect(stateAfter(begun, { type: 'actionEnded', key: 'sync', problem: 'No.' })).toEqual({
      ...start.context,
      problem: 'No.',
    });
  });

  test('forgets the last refusal when a new action begins', () => {
    expect(
      stateAfter({ type: 'problemShown', problem: 'No.' }, { type: 'actionBegun', key: 'sync' }),
    ).toEqual({
      ...start.context,
      underway: ['sync'],
    });
  });

  test('asks about one thing at a time', () => {
    expect(
      stateAfter({ type: 'secondPressAsked', key: 'a' }, { type: 'secondPressAsked', key: 'b' }).asking,
    ).toBe('b');
  });
});

describe('counted time', () => {
  test('is that of the closed intervals while nothing runs', () => {
    expect(countedMs({ countedMs: 5_000, countingSince: null }, now)).toBe(5_000);
  });

  test('grows with the open interval, and never shrinks when the clock is set back', () => {
    const session = { countedMs: 5_000, countingSince: now };
    expect(countedMs(session, plus(now, 2_000))).toBe(7_000);
    expect(countedMs(session, plus(now, -60_000))).toBe(5_000);
  });
});

test('a name in a pull request cannot lead anywhere else', () => {
  expect(pullRequestUrl({ host: 'github.com', owner: '../..', repo: 'a/b?c#d', number: 7 })).toBe(
    'https://github.com/..%2F../a%2Fb%3Fc%23d/pull/7',
  );
});
