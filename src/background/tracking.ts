import { judge, judgeByHand, type PageEvidence, type Presence, type Survey } from '../domain/attention.ts';
import { isExcluded, type PullRequest, parsePullRequest, pullRequestKey } from '../domain/pull-request.ts';
import {
  type AttentionRules,
  checkpointInMs,
  isOpenGap,
  type Opening,
  type ReviewLog,
} from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import { type EpochMs, toEpochMs } from '../domain/time.ts';
import type { Browser } from '../ports/browser.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import { AUTH_ID, type Instance } from './charts.ts';
import type { Message } from './decide.ts';
import { interruptAfterCrash } from './interruption.ts';
import { createPageEvidence, type Fact } from './page-evidence.ts';
import type { Runtime } from './runtime.ts';

interface TrackingParts {
  runtime: Runtime;
  browser: Browser;
  clock: Clock;
  chance: Chance;
  settings(): Settings;
  hosts(): readonly string[];
}

/** The rules of attention, from the settings. */
const rulesOf = (settings: Settings): AttentionRules => ({
  idleAfterMs: settings.idleAfterSeconds * 1000,
  endAfterIdleMs: settings.endAfterIdleSeconds * 1000,
  checkpointMs: settings.checkpointSeconds * 1000,
});

const logOf = ({ context }: Instance): ReviewLog | null => (context.log as ReviewLog | null) ?? null;

/** Turns what happens in the browser into events of the session machines. */
export const createTracking = ({ runtime, browser, clock, chance, settings, hosts }: TrackingParts) => {
  const pages = createPageEvidence(() => settings().keepTitles);
  let waiting: Fact[] = [];
  let observing: Promise<void> | null = null;
  let tail: Promise<void> = Promise.resolve();

  /** One after the other: what is judged on sessions as they are must be stored before the next is judged. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = tail.then(work);
    tail = turn.catch(() => {});
    return turn;
  };

  const recognize = (address: string): PullRequest | null => {
    const pullRequest = parsePullRequest(address, hosts());
    return pullRequest && !isExcluded(pullRequest, settings().excluded) ? pullRequest : null;
  };

  const sessions = (): Instance[] => runtime.charts().filter(({ chart }) => chart === 'session');

  const opening = (
    at: EpochMs,
    { inputAt, input, tabId, title }: Pick<Opening, 'inputAt' | 'input' | 'tabId' | 'title'>,
  ): Opening => ({
    at,
    inputAt,
    input,
    tabId,
    title,
    sessionId: chance.id(),
    userId: (runtime.find('auth', AUTH_ID)?.context.user as string | null) ?? null,
    timeZone: clock.timeZone(),
    rules: rulesOf(settings()),
  });

  const birth = (pullRequest: PullRequest) => ({ pullRequest, rules: rulesOf(settings()) });

  const messageFor = (
    pullRequest: PullRequest,
    presence: Presence,
    at: EpochMs,
    leftAt: EpochMs = at,
    seen?: Pick<PageEvidence, 'inputAt' | 'input'>,
  ): Message => {
    const id = pullRequestKey(pullRequest);
    switch (presence.kind) {
      case 'left':
        return { chart: 'session', id, event: { type: 'page.left', at: leftAt } };
      case 'away':
        return {
          chart: 'session',
          id,
          event: {
            type: 'attention.lost',
            at: presence.at,
            because: presence.because,
            ...(seen ? { seen: { inputAt: seen.inputAt, input: seen.input } } : {}),
          },
        };
      case 'attended':
        return {
          chart: 'session',
          id,
          birth: birth(pullRequest),
          event: { type: 'attention.gained', ...opening(at, presence) },
        };
    }
  };

  /** After a gap only the pages know until when somebody was there: those that counted are asked before anything else. */
  const askAfterGap = async (survey: Survey): Promise<Fact[]> => {
    const tabs = sessions()
      .filter(({ context: { log, rules } }) =>
        isOpenGap(log as ReviewLog | null, rules as AttentionRules, survey.at),
      )
      .flatMap(({ id }) => [...survey.shown].filter(([, shown]) => pullRequestKey(shown) === id));
    const answers = await Promise.all(
      tabs.map(async ([tabId]) => ({ tabId, page: await browser.ask(tabId) })),
    );
    return answers.flatMap(({ tabId, page }) => (page ? [{ at: page.at, tabId, page }] : []));
  };

  const observe = async (facts: readonly Fact[]): Promise<void> => {
    const survey = await browser.survey(recognize);
    const answers = await askAfterGap(survey);
    for (const fact of [...answers, ...facts]) pages.note(fact, survey.focusedTab);
    const gone = new Set(facts.filter(({ removed }) => removed).map(({ tabId }) => tabId));
    const at = toEpochMs(Math.min(survey.at, ...facts.map((fact) => fact.at)));
    const seen = { ...survey, at, shown: new Map([...survey.shown].filter(([tab]) => !gone.has(tab))) };
    const { focusedTab } = seen;
    const isTurnedTo = facts.some(({ byPerson, tabId = focusedTab }) => byPerson && tabId === focusedTab);
    if (isTurnedTo && focusedTab !== null && seen.shown.has(focusedTab)) browser.rouse(focusedTab);
    const isUnseen = facts.every(({ isWake }) => isWake);
    const { trackingEnabled } = settings();
    const known = new Map(sessions().map((session) => [session.id, session]));
    const subjects = new Map<string, PullRequest>(
      [...known.values()].map(({ id, context }) => [id, context.pullRequest as PullRequest]),
    );
    const focused = focusedTab === null ? undefined : seen.shown.get(focusedTab);
    if (focused && !subjects.has(pullRequestKey(focused))) subjects.set(pullRequestKey(focused), focused);
    const byHand = sessions().find((session) => logOf(session)?.byHand === true);
    const messages = [...subjects].map(([id, pullRequest]) => {
      const session = known.get(id);
      if (session && session === byHand) {
        if (isExcluded(pullRequest, settings().excluded))
          return { chart: 'session' as const, id, event: { type: 'session.end' as const, at } };
        return messageFor(pullRequest, judgeByHand(seen, trackingEnabled), at);
      }
      const presence = judge({
        pullRequest,
        survey: seen,
        pages: pages.byTab,
        log: session ? logOf(session) : null,
        rules: rulesOf(settings()),
        trackingEnabled,
      });
      const claimed = byHand && logOf(byHand)?.countingSince !== null && presence.kind === 'attended';
      const leftAt = isUnseen ? (session && logOf(session)?.evidenceAt) || at : at;
      return messageFor(
        pullRequest,
        claimed ? { kind: 'away', at, because: 'elsewhere' } : presence,
        at,
        leftAt,
        session && pages.lastInput(id, seen.shown),
      );
    });
    pages.keepOnly(survey.shown);
    const gains = ({ event }: Message): number => Number(event.type === 'attention.gained');
    await runtime.dispatch(messages.sort((a, b) => gains(a) - gains(b)));
  };

  const startByHand = async (pullRequest: PullRequest): Promise<void> => {
    const at = clock.now();
    const id = pullRequestKey(pullRequest);
    const others = sessions()
      .filter((session) => session.id !== id && logOf(session) !== null)
      .map(
        (session): Message => ({
          chart: 'session',
          id: session.id,
          event: logOf(session)?.byHand
            ? { type: 'session.end', at }
            : { type: 'attention.lost', at, because: 'elsewhere' },
        }),
      );
    await runtime.dispatch([
      ...others,
      {
        chart: 'session',
        id,
        birth: birth(pullRequest),
        event: {
          type: 'session.start',
          ...opening(at, { inputAt: at, input: 'command', tabId: null, title: null }),
        },
      },
    ]);
  };

  return {
    /** The pull request that an address shows, where it is one that is tracked. */
    recognize,
    /** Takes a fact; resolves when its consequences are stored. Facts that arrive together are taken together. */
    take: (fact: Fact): Promise<void> => {
      waiting.push(fact);
      observing ??= inTurn(async () => {
        try {
          while (waiting.length > 0) {
            const facts = waiting;
            waiting = [];
            await observe(facts);
          }
        } finally {
          observing = null;
        }
      });
      return observing;
    },
    interrupt: () => interruptAfterCrash({ runtime, browser, clock, recognize }),
    /** What the sensor of a page that shows this pull request goes by. */
    sensorRules: (pullRequest: PullRequest) => {
      const rules = rulesOf(settings());
      const session = runtime.find('session', pullRequestKey(pullRequest));
      const log = session ? logOf(session) : null;
      return { idleAfterMs: rules.idleAfterMs, checkpointInMs: checkpointInMs(log, rules, clock.now()) };
    },
    /** Starts a session by hand; one that another command started before ends. */
    start: (pullRequest: PullRequest): Promise<void> => inTurn(() => startByHand(pullRequest)),
  };
};

export type Tracking = ReturnType<typeof createTracking>;
