import { transition } from 'xstate';
import { lastLocalDays } from '../../backend/src/stats/daily.ts';
import type { Instance } from '../../src/background/charts.ts';
import type { Message } from '../../src/background/decide.ts';
import type { Runtime } from '../../src/background/runtime.ts';
import { createTracking } from '../../src/background/tracking.ts';
import type { PageEvidence } from '../../src/domain/attention.ts';
import { countedMs } from '../../src/domain/interval.ts';
import type { PullRequest } from '../../src/domain/pull-request.ts';
import type { EndedSession } from '../../src/domain/session.ts';
import { parseSettings } from '../../src/domain/settings.ts';
import { type EpochMs, toEpochMs } from '../../src/domain/time.ts';
import { sessionMachine } from '../../src/machines/session.machine.ts';
import { type Deed, TABS } from './person.ts';

const DAY_BEGAN = Date.UTC(2026, 2, 2, 6);

const urlOf = (number: number): string => `https://github.com/acme/rocket/pull/${number}`;

/** What the real machines made of a day. */
export interface Replayed {
  sessions: EndedSession[];
  countedMs: Map<number, number>;
  /** The day's evidence writes, decisions and so on: how often a snapshot changed. */
  changes: number;
}

/** The session machines with the real tracking, and a runtime that keeps snapshots in memory only. */
const createMemoryRuntime = (onEnded: (ended: EndedSession) => void) => {
  const live = new Map<string, Instance>();
  let changes = 0;
  const dispatch = async (messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      if (message.chart !== 'session') continue;
      const known = live.get(message.id);
      if (!known && message.birth === undefined) continue;
      const context = known?.context ?? { ...(message.birth as object), log: null, held: false, dueAt: null };
      const from = sessionMachine.resolveState({
        value: (known?.value ?? 'idle') as never,
        context: context as never,
      });
      const [next, actions] = transition(sessionMachine, from, message.event);
      for (const { type, params } of actions as unknown as {
        type: string;
        params: { ended: EndedSession };
      }[])
        if (type === 'recordEnd') onEnded(params.ended);
      changes += Number(next.context !== from.context);
      const instance = {
        chart: 'session',
        id: message.id,
        value: next.value,
        context: next.context,
        owed: [],
      };
      if (next.value === 'idle' && !next.context.held) live.delete(message.id);
      else live.set(message.id, instance as unknown as Instance);
    }
  };
  return {
    runtime: {
      dispatch,
      charts: () => [...live.values()],
      instances: () => [...live.values()],
      find: (chart: string, id: string) => (chart === 'session' ? (live.get(id) ?? null) : null),
    } as unknown as Runtime,
    changes: () => changes,
  };
};

/** Replays a day's deeds: the browser tells its facts, sensors report, deadlines come, sleep comes over all of them. */
export const replay = async (deeds: readonly Deed[], isAlarmFirst: boolean): Promise<Replayed> => {
  let now = DAY_BEGAN;
  const sessions: EndedSession[] = [];
  const open = new Map(TABS);
  const pages = new Map<number, { inputAt: number; reportAt: number }>();
  let front: number | null = null;
  let isFocused = true;
  let isLocked = false;
  let sequence = 0;
  let sleptAt: number | null = null;
  const settings = parseSettings(undefined);
  const { runtime, changes } = createMemoryRuntime((ended) => sessions.push(ended));
  const clock = {
    now: () => toEpochMs(now),
    timeZone: () => 'UTC',
    localDays: (count: number) => lastLocalDays(now, count, 'UTC'),
  };
  const newId = (): string => {
    sequence += 1;
    return `id-${sequence}`;
  };
  const chance = { id: newId, jitter: () => 0 };
  const browser = {
    ask: async (tab: number) => evidenceOf(tab),
    rouse: (tab: number) => {
      const page = pages.get(tab);
      if (page && page.reportAt === Number.POSITIVE_INFINITY)
        Object.assign(page, { inputAt: now, reportAt: now });
    },
    survey: async (recognize: (url: string) => PullRequest | null) => ({
      at: clock.now(),
      shown: new Map(
        [...open].flatMap(([tab, number]) => {
          const pullRequest = recognize(urlOf(number));
          return pullRequest ? [[tab, pullRequest] as const] : [];
        }),
      ),
      focusedTab: isFocused ? front : null,
      activeTabs: front === null ? [] : [front],
      system: isLocked ? ('locked' as const) : ('active' as const),
    }),
  };
  const startWorker = () =>
    createTracking({
      runtime,
      browser,
      clock,
      chance,
      settings: () => settings,
      hosts: () => ['github.com'],
    });
  let tracking = startWorker();

  const evidenceOf = (tab: number): PageEvidence | null => {
    const page = pages.get(tab);
    if (!page) return null;
    const evidence = {
      at: clock.now(),
      visible: tab === front,
      inputAt: toEpochMs(page.inputAt),
      input: 'pointer' as const,
      title: null,
    };
    const wasStill = page.reportAt === Number.POSITIVE_INFINITY;
    return sleptAt === null || wasStill ? evidence : { ...evidence, awakeUntil: toEpochMs(sleptAt) };
  };

  const report = async (tab: number): Promise<void> => {
    const number = open.get(tab);
    const page = pages.get(tab);
    const evidence = evidenceOf(tab);
    if (number === undefined || !page || !evidence) return;
    await tracking.take({ at: clock.now(), tabId: tab, page: evidence });
    const rules = tracking.sensorRules({ host: 'github.com', owner: 'acme', repo: 'rocket', number });
    const idleAt = page.inputAt + rules.idleAfterMs;
    const isStill = now >= idleAt || evidence.awakeUntil !== undefined || tab !== front;
    page.reportAt = isStill ? Number.POSITIVE_INFINITY : Math.min(idleAt, now + rules.checkpointInMs);
  };

  const touch = (tab: number): void => {
    if (open.has(tab))
      pages.set(tab, { inputAt: now, reportAt: pages.get(tab)?.reportAt ?? Number.POSITIVE_INFINITY });
  };

  const meetDeadlines = async (): Promise<void> => {
    const at = clock.now();
    await tracking.take({ at });
    const due = runtime
      .instances()
      .filter(({ context }) => ((context.dueAt as EpochMs | null) ?? Infinity) <= at);
    await runtime.dispatch(
      due.map(({ id }) => ({ chart: 'session', id, event: { type: 'deadline.reached', at } }) as Message),
    );
  };

  const nextDeadline = (): number =>
    Math.min(
      Infinity,
      ...runtime.instances().map(({ context }) => (context.dueAt as number | null) ?? Infinity),
    );

  const pass = async (until: number): Promise<void> => {
    for (;;) {
      const reportAt = (front !== null && pages.get(front)?.reportAt) || Number.POSITIVE_INFINITY;
      const deadline = nextDeadline();
      const next = Math.min(reportAt, deadline);
      if (next > until) break;
      now = Math.max(now, next);
      if (reportAt <= deadline && front !== null) await report(front);
      else await meetDeadlines();
    }
    now = until;
  };

  const wake = async (): Promise<void> => {
    if (isAlarmFirst && nextDeadline() <= now) await meetDeadlines();
    if (front !== null) await report(front);
    if (nextDeadline() <= now) await meetDeadlines();
    sleptAt = null;
  };

  const perform = async (deed: Deed): Promise<void> => {
    const at = clock.now();
    switch (deed.kind) {
      case 'look': {
        const before = front;
        front = deed.tab;
        isFocused = true;
        touch(front);
        await tracking.take({ at, tabId: front, byPerson: true });
        if (before !== null && before !== front) await report(before);
        await report(front);
        break;
      }
      case 'input':
        if (front !== null && isFocused && !isLocked) {
          const wasStill = pages.get(front)?.reportAt === Number.POSITIVE_INFINITY;
          touch(front);
          if (wasStill) await report(front);
        }
        break;
      case 'blur':
        isFocused = false;
        await tracking.take({ at, byPerson: true });
        break;
      case 'focus':
        isFocused = true;
        if (front !== null) touch(front);
        await tracking.take({ at, byPerson: true });
        if (front !== null) await report(front);
        break;
      case 'lock':
        isLocked = true;
        await tracking.take({ at });
        break;
      case 'unlock':
        isLocked = false;
        if (front !== null) touch(front);
        await tracking.take({ at, byPerson: true });
        break;
      case 'close':
        open.delete(deed.tab);
        pages.delete(deed.tab);
        if (front === deed.tab) front = null;
        await tracking.take({ at, tabId: deed.tab, removed: true });
        break;
      case 'kill-worker':
        tracking = startWorker();
        break;
      case 'sleep':
        now = DAY_BEGAN + deed.until;
        sleptAt = DAY_BEGAN + deed.at - 500;
        await wake();
        break;
    }
  };

  for (const deed of deeds) {
    await pass(Math.max(now, DAY_BEGAN + deed.at));
    await perform(deed);
  }
  await pass(now + 3_600_000);
  const counted = new Map<number, number>();
  for (const { pullRequest, intervals } of sessions)
    counted.set(pullRequest.number, (counted.get(pullRequest.number) ?? 0) + countedMs(intervals));
  return { sessions, countedMs: counted, changes: changes() };
};
