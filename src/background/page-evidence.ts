import type { PageEvidence, Survey } from '../domain/attention.ts';
import { pullRequestKey } from '../domain/pull-request.ts';
import type { Input } from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';

/** Something that happened in the browser. Whatever it was, the survey after it tells what holds now. */
export interface Fact {
  at: EpochMs;
  /** The tab that it happened in, where it happened in one. */
  tabId?: number;
  /** The person did it: evidence of input in that tab, or else in the one in front. */
  byPerson?: boolean;
  /** What the page said of itself. */
  page?: PageEvidence;
  /** The tab is gone. */
  removed?: boolean;
  /** Nothing happened but that the worker woke: whatever changed did so unseen, some time since the last evidence. */
  isWake?: boolean;
}

/** What pages have said last, for as long as their tabs show a pull request that is tracked. */
export const createPageEvidence = (keepsTitles: () => boolean) => {
  const byTab = new Map<number, PageEvidence>();
  return {
    byTab: byTab as ReadonlyMap<number, PageEvidence>,
    /** Takes what a fact tells of a page. */
    note: ({ at, tabId, byPerson, page, removed }: Fact, focusedTab: number | null): void => {
      const tab = tabId ?? (byPerson ? focusedTab : null);
      if (tab === null) return;
      if (removed) byTab.delete(tab);
      else if (page) byTab.set(tab, keepsTitles() ? page : { ...page, title: null });
      else if (byPerson)
        byTab.set(tab, {
          at,
          visible: true,
          title: byTab.get(tab)?.title ?? null,
          inputAt: at,
          input: 'look',
        });
    },
    /** Forgets the pages of every other tab. */
    keepOnly: (shown: Survey['shown']): void => {
      for (const tab of byTab.keys()) if (!shown.has(tab)) byTab.delete(tab);
    },
    /** The last input in any page of a pull request. */
    lastInput: (id: string, shown: Survey['shown']): Input | undefined =>
      [...shown]
        .flatMap(([tab, pullRequest]) => (pullRequestKey(pullRequest) === id ? (byTab.get(tab) ?? []) : []))
        .map(({ inputAt, input }) => ({ inputAt, input }))
        .sort((a, b) => b.inputAt - a.inputAt)[0],
  };
};
