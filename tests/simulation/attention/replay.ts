import { lastLocalDays } from '../../../backend/src/stats/daily.ts';
import type { Message } from '../../../src/background/decide.ts';
import { createTracking } from '../../../src/background/tracking.ts';
import type { PageEvidence } from '../../../src/domain/attention.ts';
import type { PullRequest } from '../../../src/domain/pull-request.ts';
import { parseSettings, type Settings } from '../../../src/domain/settings.ts';
import { type EpochMs, toEpochMs } from '../../../src/domain/time.ts';
import { createMemoryRuntime, type Replayed } from './memory-runtime.ts';
import { type Deed, TABS } from './person.ts';

export const DAY_BEGAN = Date.UTC(2026, 2, 2, 6);

const urlOf = (number: number): string => `https://github.com/acme/rocket/pull/${number}`;

interface Course {
  /** Whether the alarm comes before the pages' reports where both are due. */
  isAlarmFirst: boolean;
  settings: Settings | undefined;
}

/** Replays a day's deeds: the browser tells its facts, sensors report, deadlines come, sleep comes over all of them. */
export const replay = async (
  deeds: readonly Deed[],
  { isAlarmFirst, settings = parseSettings(undefined) }: Course,
): Promise<Replayed> => {
  let now = DAY_BEGAN;
  let zone = 'UTC';
  /** Tabs that a browser restores have other ids than before. */
  let lives = 0;
  const idOf = (tab: number): number => tab + lives * 1_000;
  const open = new Map(TABS);
  const pages = new Map<number, { inputAt: number; reportAt: number }>();
  let front: number | null = null;
  let isFocused = true;
  let isLocked = false;
  let sequence = 0;
  let sleptAt: number | null = null;
  const { runtime, decideGaps, lived } = createMemoryRuntime(() => zone);
  const clock = {
    now: () => toEpochMs(now),
    timeZone: () => zone,
    localDays: (count: number) => lastLocalDays(now, count, 'UTC'),
  };
  const newId = (): string => {
    sequence += 1;
    return `id-${sequence}`;
  };
  const chance = { id: newId, jitter: () => 0 };
  const recognized = new Map<number, PullRequest | null>();
  /** Tabs stay where they are and settings as they are, so that an address is parsed once a day. */
  const recognizeOnce = (
    number: number,
    recognize: (url: string) => PullRequest | null,
  ): PullRequest | null => {
    const known = recognized.get(number);
    if (known !== undefined) return known;
    const pullRequest = recognize(urlOf(number));
    recognized.set(number, pullRequest);
    return pullRequest;
  };
  const browser = {
    ask: async (id: number) => evidenceOf(id - lives * 1_000),
    rouse: (id: number) => {
      const page = pages.get(id - lives * 1_000);
      if (page && page.reportAt === Number.POSITIVE_INFINITY)
        Object.assign(page, { inputAt: now, reportAt: now });
    },
    survey: async (recognize: (url: string) => PullRequest | null) => ({
      at: clock.now(),
      shown: new Map(
        [...open].flatMap(([tab, number]) => {
          const pullRequest = recognizeOnce(number, recognize);
          return pullRequest ? [[idOf(tab), pullRequest] as const] : [];
        }),
      ),
      focusedTab: isFocused && front !== null ? idOf(front) : null,
      activeTabs: front === null ? [] : [idOf(front)],
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
    await tracking.take({ at: clock.now(), tabId: idOf(tab), page: evidence });
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
      .charts()
      .filter(({ context }) => ((context.dueAt as EpochMs | null) ?? Infinity) <= at);
    await runtime.dispatch(
      due.map(({ id }) => ({ chart: 'session', id, event: { type: 'deadline.reached', at } }) as Message),
    );
  };

  const nextDeadline = (): number =>
    Math.min(
      Infinity,
      ...runtime.charts().map(({ context }) => (context.dueAt as number | null) ?? Infinity),
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
        await tracking.take({ at, tabId: idOf(front), byPerson: true });
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
        await tracking.take({ at, tabId: idOf(deed.tab), removed: true });
        break;
      case 'crash':
        now = DAY_BEGAN + deed.until;
        lives += 1;
        front = null;
        pages.clear();
        tracking = startWorker();
        await tracking.interrupt();
        if (nextDeadline() <= now) await meetDeadlines();
        break;
      case 'move':
        zone = deed.zone;
        break;
      case 'decide':
        await decideGaps(deed.isCounted, clock.now());
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
  return lived();
};
