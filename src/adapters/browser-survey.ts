import * as v from 'valibot';
import type { PullRequest } from '../domain/pull-request.ts';
import { readEvidence } from '../messages/attention.ts';
import { AttentionReport } from '../messages/commands.ts';
import { ASK, ROUSE } from '../messages/sensor.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';

/** Chromium refuses a shorter idle time than this, in seconds. */
export const SHORTEST_IDLE_SECONDS = 15;

const ANSWER_WITHIN_MS = 1_000;

/** Looks at tabs, windows and the system's idle state. Tabs of incognito windows are not seen. */
export const createBrowserSurvey = (clock: Clock, idleAfterSeconds: () => number): Browser => ({
  survey: async (recognize) => {
    const [tabs, windows, system] = await Promise.all([
      chrome.tabs.query({}),
      chrome.windows.getAll(),
      chrome.idle.queryState(Math.max(SHORTEST_IDLE_SECONDS, Math.ceil(idleAfterSeconds()))),
    ]);
    const visible = tabs.filter(({ incognito, id }) => !incognito && id !== undefined);
    const shown = new Map<number, PullRequest>();
    for (const { id, url, discarded } of visible) {
      const pullRequest = url === undefined || discarded ? null : recognize(url);
      if (id !== undefined && pullRequest) shown.set(id, pullRequest);
    }
    const focusedWindow = windows.find(({ focused, state }) => focused && state !== 'minimized')?.id;
    const active = visible.filter((tab) => tab.active);
    return {
      at: clock.now(),
      shown,
      focusedTab: active.find(({ windowId }) => windowId === focusedWindow)?.id ?? null,
      activeTabs: active.flatMap(({ id }) => id ?? []),
      system,
    };
  },
  ask: async (tabId) => {
    const silence = new Promise<null>((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, null));
    const answer: unknown = await Promise.race([chrome.tabs.sendMessage(tabId, ASK), silence]).catch(
      () => null,
    );
    const parsed = v.safeParse(AttentionReport.entries.data, answer);
    return parsed.success ? readEvidence(parsed.output, clock.now()) : null;
  },
  rouse: (tabId) => {
    void chrome.tabs.sendMessage(tabId, ROUSE).catch(() => {});
  },
});
