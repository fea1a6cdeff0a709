import type { InputKind } from './cause.ts';
import { isUnattended } from './gap.ts';
import type { PauseReason } from './pause-reason.ts';
import { type PageTitle, type PullRequest, pullRequestKey } from './pull-request.ts';
import { type AttentionRules, presentUntil, type ReviewLog, type Trace } from './session.ts';
import { type EpochMs, toEpochMs } from './time.ts';

/** What a page showing a pull request last said of itself. */
export interface PageEvidence {
  /** When it was said. */
  at: EpochMs;
  visible: boolean;
  /** The last input of the person in that page, and what it was. */
  inputAt: EpochMs;
  input: InputKind;
  /** When the machine fell asleep, where the page has just noticed that it did. */
  awakeUntil?: EpochMs;
  /** What the page was called, where that was after a pull request. */
  title: PageTitle | null;
}

/** What the browser shows at one moment. */
export interface Survey {
  at: EpochMs;
  /** Every tracked pull request that some tab shows, by tab. */
  shown: ReadonlyMap<number, PullRequest>;
  /** The active tab of the focused window; `null` where no window of the browser has the focus. */
  focusedTab: number | null;
  /** Active tabs of windows, focused or not. */
  activeTabs: readonly number[];
  system: 'active' | 'idle' | 'locked';
}

/** What a survey means for one pull request. */
export type Presence =
  | { kind: 'left' }
  | { kind: 'attended'; inputAt: EpochMs; input: InputKind; tabId: number | null; title: string | null }
  | { kind: 'away'; at: EpochMs; because: PauseReason };

/** What is asked about one pull request. */
export interface Question {
  pullRequest: PullRequest;
  survey: Survey;
  pages: ReadonlyMap<number, PageEvidence>;
  /** What the session itself remembers, where there is one. */
  log: Pick<ReviewLog, 'inputAt' | 'input' | 'evidenceAt' | 'pausedBecause'> | null;
  rules: AttentionRules;
  trackingEnabled: boolean;
}

const systemReason = ({ system }: Survey): PauseReason | null => (system === 'active' ? null : system);

/** A session that fell silent starts again by new input only, not by what it remembers from before. */
const latestEvidence = (
  page: PageEvidence | undefined,
  log: Question['log'],
): (Trace & Pick<PageEvidence, 'input'>) | null => {
  const remembered =
    log && !isUnattended(log.pausedBecause)
      ? { inputAt: log.inputAt, input: log.input, at: log.evidenceAt }
      : null;
  if (page && (remembered === null || page.at >= remembered.at)) return page;
  return remembered;
};

/** Whether a pull request has the person's attention, and since when it has not. */
export const judge = (question: Question): Presence => {
  const { pullRequest, survey, pages, log, rules, trackingEnabled } = question;
  const { at, focusedTab } = survey;
  const key = pullRequestKey(pullRequest);
  const tabs = [...survey.shown].filter(([, shown]) => pullRequestKey(shown) === key).map(([tab]) => tab);
  if (tabs.length === 0) return { kind: 'left' };
  const away = (because: PauseReason, since: EpochMs = at): Presence => ({
    kind: 'away',
    at: since,
    because,
  });
  if (!trackingEnabled) return away('tracking-off');
  const reason = systemReason(survey);
  if (reason !== null) return away(reason);
  if (focusedTab === null || !tabs.includes(focusedTab)) {
    if (focusedTab !== null && survey.shown.has(focusedTab)) return away('elsewhere');
    return away(tabs.some((tab) => survey.activeTabs.includes(tab)) ? 'unfocused' : 'hidden');
  }
  const page = pages.get(focusedTab);
  if (page && !page.visible) return away('hidden');
  if (page?.awakeUntil !== undefined)
    return away('asleep', toEpochMs(Math.min(page.awakeUntil, page.inputAt + rules.idleAfterMs)));
  const evidence = latestEvidence(page, log);
  if (evidence === null) return away('idle');
  const until = presentUntil(evidence, rules, at);
  if (until !== null) return away('idle', until);
  return {
    kind: 'attended',
    inputAt: evidence.inputAt,
    input: evidence.input,
    tabId: focusedTab,
    title: page?.title?.number === pullRequest.number ? page.title.text : null,
  };
};

/** The same for a session started by hand, which needs no page. */
export const judgeByHand = (survey: Survey, trackingEnabled: boolean): Presence => {
  const reason = trackingEnabled ? systemReason(survey) : 'tracking-off';
  return reason === null
    ? { kind: 'attended', inputAt: survey.at, input: 'look', tabId: survey.focusedTab, title: null }
    : { kind: 'away', at: survey.at, because: reason };
};
