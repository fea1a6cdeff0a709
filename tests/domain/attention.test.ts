import { describe, expect, test } from 'vitest';
import {
  judge,
  judgeByHand,
  type PageEvidence,
  type Presence,
  type Question,
  type Survey,
} from '../../src/domain/attention.ts';
import type { PauseReason } from '../../src/domain/pause-reason.ts';
import type { PullRequest } from '../../src/domain/pull-request.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const T = 1_800_000_000_000;
const at = (seconds: number) => toEpochMs(T + seconds * 1000);
const now = at(0);
const seven: PullRequest = { host: 'github.com', owner: 'acme', repo: 'rocket', number: 7 };
const eight: PullRequest = { ...seven, number: 8 };
const TAB = 1;
const OTHER_TAB = 2;

const page: PageEvidence = {
  at: at(-1),
  visible: true,
  inputAt: at(-5),
  input: 'key',
  title: { number: 7, text: 'Fix the valve' },
};
const attendedSurvey: Survey = {
  at: now,
  shown: new Map([[TAB, seven]]),
  focusedTab: TAB,
  activeTabs: [TAB],
  system: 'active',
};

/** The question about pull request 7 where all is as it should be, but for what the test says. */
const ask = (survey: Partial<Survey> = {}, question: Partial<Question> = {}): Presence =>
  judge({
    pullRequest: seven,
    survey: { ...attendedSurvey, ...survey },
    pages: new Map([[TAB, page]]),
    log: null,
    rules: { idleAfterMs: 60_000, endAfterIdleMs: 300_000, checkpointMs: 60_000 },
    trackingEnabled: true,
    ...question,
  });

const attended = (change: Partial<Presence> = {}): Presence =>
  ({
    kind: 'attended',
    inputAt: at(-5),
    input: 'key',
    tabId: TAB,
    title: 'Fix the valve',
    ...change,
  }) as Presence;
const away = (because: PauseReason, since = now): Presence => ({ kind: 'away', at: since, because });
const remembered = (inputAt: number, evidenceAt: number, pausedBecause: PauseReason | null = null) => ({
  inputAt: at(inputAt),
  input: 'scroll' as const,
  evidenceAt: at(evidenceAt),
  pausedBecause,
});
const pageWith = (change: Partial<PageEvidence>) => ({ pages: new Map([[TAB, { ...page, ...change }]]) });

describe('a pull request has attention', () => {
  test('while its tab is the active one of the focused window, visible, and the person not idle', () => {
    expect(ask()).toEqual(attended());
  });

  test('in whichever of its tabs is the focused one', () => {
    const shown = new Map([
      [TAB, seven],
      [OTHER_TAB, seven],
    ]);
    const pages = new Map([
      [TAB, { ...page, visible: false }],
      [OTHER_TAB, { ...page, title: null }],
    ]);
    expect(ask({ shown, focusedTab: OTHER_TAB, activeTabs: [OTHER_TAB] }, { pages })).toEqual(
      attended({ tabId: OTHER_TAB, title: null }),
    );
  });

  test('under its own title, and under none while its page is still called after another', () => {
    expect(ask({}, pageWith({ title: { number: 8, text: 'Fix the pump' } }))).toEqual(
      attended({ title: null }),
    );
  });

  test('on the word of the session alone, where the page has not spoken since', () => {
    const log = remembered(-30, -20);
    const known = { inputAt: at(-30), input: 'scroll' } as const;
    expect(ask({}, { pages: new Map(), log })).toEqual(attended({ ...known, title: null }));
    expect(ask({}, { ...pageWith({ at: at(-21) }), log })).toEqual(attended(known));
  });

  test('on the word of its page, where that has spoken since', () => {
    expect(ask({}, { log: remembered(-30, -20) })).toEqual(attended());
  });

  test('for as long as a page may take to report, and not for longer', () => {
    const told = (seconds: number) => ask({}, pageWith({ at: at(seconds), inputAt: at(seconds) })).kind;
    expect([told(-64), told(-65), told(-71)]).toEqual(['attended', 'away', 'away']);
  });
});

describe('a pull request is left', () => {
  test.each<[string, ReadonlyMap<number, PullRequest>]>([
    ['no tab shows any', new Map()],
    ['tabs show only others', new Map([[TAB, eight]])],
    ['tabs show only one of its number elsewhere', new Map([[TAB, { ...seven, repo: 'other' }]])],
  ])('when %s', (_, shown) => {
    expect(ask({ shown })).toEqual({ kind: 'left' });
  });

  test('even while tracking is off or the screen is locked', () => {
    expect(ask({ shown: new Map(), system: 'locked' }, { trackingEnabled: false })).toEqual({
      kind: 'left',
    });
  });

  test('not when a tab shows it in other letters', () => {
    expect(ask({ shown: new Map([[TAB, { ...seven, owner: 'ACME' }]]) })).toEqual(attended());
  });
});

describe('a pull request is away', () => {
  const both = new Map([
    [TAB, seven],
    [OTHER_TAB, eight],
  ]);
  const withoutFocus = { focusedTab: null };
  const elsewhere = { shown: both, focusedTab: OTHER_TAB };

  test.each<[PauseReason, string, Presence]>([
    ['tracking-off', 'tracking is off', ask({}, { trackingEnabled: false })],
    ['locked', 'the screen is locked', ask({ system: 'locked' })],
    ['idle', 'the system says so', ask({ system: 'idle' })],
    ['elsewhere', 'another pull request is in front', ask({ ...elsewhere, activeTabs: [OTHER_TAB] })],
    [
      'elsewhere',
      'another is in front in the other window',
      ask({ ...elsewhere, activeTabs: [TAB, OTHER_TAB] }),
    ],
    ['hidden', 'any other page is in front of it', ask({ focusedTab: 99, activeTabs: [99] })],
    ['hidden', 'its page says that it is', ask({}, pageWith({ visible: false }))],
    ['hidden', 'it is in the back and no window has the focus', ask({ ...withoutFocus, activeTabs: [99] })],
    ['unfocused', 'no window has the focus', ask(withoutFocus)],
    ['unfocused', 'another window has the focus', ask({ focusedTab: 99, activeTabs: [TAB, 99] })],
  ])('as "%s" from now on, when %s', (because, _, presence) => {
    expect(presence).toEqual(away(because));
  });

  test('as "idle" since the limit passed, not since that was noticed', () => {
    expect(ask({}, pageWith({ at: now, inputAt: at(-60) }))).toEqual(away('idle', now));
    expect(ask({}, pageWith({ at: at(-10), inputAt: at(-90) }))).toEqual(away('idle', at(-30)));
    expect(ask({}, pageWith({ at: at(-67), inputAt: at(-100) }))).toEqual(away('idle', at(-40)));
  });

  test('as "idle" since the last word, after a silence that only sleep explains', () => {
    const hours = -8 * 3600;
    expect(ask({}, pageWith({ at: at(hours), inputAt: at(hours - 5) }))).toEqual(away('idle', at(hours)));
    expect(ask({}, { pages: new Map(), log: remembered(hours - 5, hours) })).toEqual(away('idle', at(hours)));
  });

  test.each([null, 'idle', 'locked', 'asleep'] as const)(
    'as "idle" from now on, where only a session speaks for it that fell silent as %j',
    (pausedBecause) => {
      const log = pausedBecause && remembered(-5, -1, pausedBecause);
      expect(ask({}, { pages: new Map(), log })).toEqual(away('idle', now));
    },
  );

  test('for the first reason that holds: tracking, system, focus, visibility, input', () => {
    const hidden = pageWith({ visible: false, at: now, inputAt: at(-90) });
    const all = { ...hidden, trackingEnabled: false };
    const tracked = { ...all, trackingEnabled: true };
    expect([
      ask({ system: 'locked', ...withoutFocus }, all),
      ask({ system: 'locked', ...withoutFocus }, tracked),
      ask(withoutFocus, tracked),
      ask({}, tracked),
      ask({}, { ...tracked, ...pageWith({ at: now, inputAt: at(-90) }) }),
    ]).toEqual([
      away('tracking-off'),
      away('locked'),
      away('unfocused'),
      away('hidden'),
      away('idle', at(-30)),
    ]);
  });
});

describe('a session by hand', () => {
  test('needs no page', () => {
    expect(
      judgeByHand({ ...attendedSurvey, shown: new Map(), focusedTab: null, activeTabs: [] }, true),
    ).toEqual(attended({ inputAt: now, input: 'look', tabId: null, title: null }));
  });

  test.each(['idle', 'locked'] as const)('is away while the system is %s', (system) => {
    expect(judgeByHand({ ...attendedSurvey, system }, true)).toEqual(away(system));
  });
});
