import { createBackendAddress } from '../../src/adapters/backend-address.ts';
import { createRouter, type Sender } from '../../src/background/router.ts';
import { createWorkTime, type WorkTime } from '../../src/background/worktime.ts';
import type { PageEvidence, Survey } from '../../src/domain/attention.ts';
import type { InputKind } from '../../src/domain/cause.ts';
import { type PullRequest, parsePullRequest } from '../../src/domain/pull-request.ts';
import { type EpochMs, plus, toEpochMs } from '../../src/domain/time.ts';
import type { Reply } from '../../src/messages/commands.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { createFakeServer, type FakeServer } from './fake-server.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createLife, type Life } from './life.ts';
import { berlinDays } from './simulated-days.ts';

/** The backend of this build. */
const BUILT_FOR = 'http://127.0.0.1:8787';

/** The id that the extension has in here. */
const EXTENSION = 'worktime';

interface Tab {
  url: string;
  page: PageEvidence;
  /** What its sensor was told, and when that was. */
  told: { idleAfterMs: number; checkpointAt: number } | null;
}

/** When the sensor of a page in front reports next by itself: at the idle limit of the latest input, or at a checkpoint. */
const reportAtOf = (tab: Tab | undefined): number =>
  tab?.told
    ? Math.min(tab.page.inputAt + tab.told.idleAfterMs, tab.told.checkpointAt)
    : Number.POSITIVE_INFINITY;

/** A machine, a browser and a backend without any of them, under one clock that only moves when told to. */
export interface SimulatedWorld {
  store: FakeStore;
  /** What lasts as long as the browser, or as the extension is loaded. */
  memory: FakeStore;
  server: FakeServer;
  /** Every life so far; the last one lives, or has just died. */
  lives: Life[];
  reports: string[];
  /** What a company has settled. */
  policy: Record<string, unknown>;
  /** What the toolbar's badge reads. */
  badge: string;
  /** How often the person was notified of an outage. */
  notified: number;
  now(): EpochMs;
  /** When the alarm rings next. */
  alarm(): EpochMs | null;
  online: boolean;
  system: Survey['system'];
  /** Whether the browser's window has the focus. */
  focused: boolean;
  /** The next life dies at its `n`th breath, before or after what it was about to do. */
  killAt(breath: number, when: 'before' | 'after'): void;
  /** Opens a tab in front. */
  open(tabId: number, url: string): Promise<void>;
  /** Brings a tab to the front. */
  look(tabId: number): Promise<void>;
  navigate(tabId: number, url: string): Promise<void>;
  close(tabId: number): Promise<void>;
  /** The tab goes away without any event reaching a worker. */
  vanish(tabId: number): void;
  /** The person moves the mouse in the tab in front. Its sensor reports that at its next time, or now if it was idle. */
  input(kind?: InputKind): Promise<void>;
  /** Moves the machine's clock by so much, as a person or a time server does. Timers do not go by it. */
  setClock(byMs: number): void;
  /** Lets time pass; deadlines are met in their order. */
  pass(ms: number): Promise<void>;
  /** Tells the worker that something may be different now: the network, the focus, the idle state. */
  notice(): Promise<void>;
  /** The keyboard command. */
  togglePause(): Promise<void>;
  /** What the worker answers to a message from anywhere. */
  hear(message: unknown, sender: Partial<Sender>): Promise<Reply | undefined>;
  /** How often something has woken a worker, or would have: an alarm or the report of a page. */
  wakes: number;
  send(command: Parameters<WorkTime['command']>[0]): Promise<Reply | undefined>;
  signIn(user: string, lifetimeMs?: number): Promise<void>;
  /** The worker dies and nothing wakes it yet. */
  kill(): void;
  /** The extension is loaded anew, as by an update, in a browser that goes on. */
  reloadExtension(): Promise<void>;
  /** The browser dies with all its tabs, and is started again without them. */
  restartBrowser(): Promise<void>;
  /** Waits until nothing moves by itself. */
  settle(): Promise<void>;
}

/** One turn of the event loop: every chain of resolved promises runs to its end before it. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A world at 2026-03-02T09:00:00Z in Berlin, online, with no tab open and nobody signed in. */
export const createSimulatedWorld = (): SimulatedWorld => {
  let now = Date.UTC(2026, 2, 2, 9);
  let sequence = 0;
  let nextKill: { breath: number; when: 'before' | 'after' } | null = null;
  let worker: WorkTime | null = null;
  let router: { of: WorkTime; route: ReturnType<typeof createRouter> } | null = null;
  let front: number | null = null;
  let alarm: EpochMs | null = null;
  let isNewBrowser = true;
  let timers: { at: number; life: Life; work: () => void }[] = [];
  const tabs = new Map<number, Tab>();
  const clock: Clock = {
    now: () => toEpochMs(now),
    timeZone: () => 'Europe/Berlin',
    localDays: (count) => berlinDays(now, count),
  };

  const chance = {
    id: () => {
      sequence += 1;
      const time = now.toString(16).padStart(12, '0');
      const rest = sequence.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
    },
    jitter: () => 0.5,
  };

  const store = createFakeStore();
  const server = createFakeServer(clock);

  const survey = async (recognize: (url: string) => PullRequest | null): Promise<Survey> => ({
    at: clock.now(),
    shown: new Map(
      [...tabs].flatMap(([id, { url }]) => {
        const pullRequest = recognize(url);
        return pullRequest ? [[id, pullRequest] as const] : [];
      }),
    ),
    focusedTab: world.focused ? front : null,
    activeTabs: front === null ? [] : [front],
    system: world.system,
  });

  const ask = async (tabId: number): Promise<PageEvidence | null> => {
    const page = tabs.get(tabId)?.page;
    return page ? { ...page, at: clock.now() } : null;
  };

  const rouse = (tabId: number): void => {
    const tab = tabs.get(tabId);
    if (!tab) return;
    tab.page = { ...tab.page, inputAt: clock.now() };
    tab.told ??= { idleAfterMs: Number.POSITIVE_INFINITY, checkpointAt: now };
  };

  const start = async (): Promise<WorkTime> => {
    const life = createLife(nextKill);
    nextKill = null;
    world.lives.push(life);
    const fresh = createWorkTime({
      store: life.wrap(store),
      memory: life.wrap(world.memory),
      clock,
      chance,
      connectivity: { isOnline: () => world.online },
      wakeUps: life.wrap({
        schedule: async (at) => {
          alarm = at;
        },
      }),
      notifications: {
        tellOutage: () => {
          world.notified += 1;
        },
      },
      toolbar: { show: (badge) => void Object.assign(world, { badge: badge.text }) },
      browser: { ...life.wrap({ survey, ask }), rouse },
      sessions: life.wrap(server.sessions(() => world.online)),
      records: life.wrap(server.records(() => world.online)),
      identity: { ...life.wrap(server.identity(() => world.online)), read: server.read },
      address: createBackendAddress({ read: async () => world.policy }, BUILT_FOR),
      policy: { read: async () => world.policy },
      sensors: { watch: async () => {} },
      life: life.wrap({
        isNew: async () => isNewBrowser,
        mark: async () => {
          isNewBrowser = false;
        },
      }),
      later: (ms, work) => void timers.push({ at: now + ms, life, work }),
      report: (message, cause) =>
        void world.reports.push(cause === undefined ? message : `${message}: ${String(cause)}`),
    });
    worker = fresh;
    await life.survive(fresh.ready());
    return fresh;
  };

  const isDead = (): boolean => world.lives.at(-1)?.isDead() ?? true;

  /** Something happens; a worker that dies of it is woken by the next thing, which is the same again. */
  const happen = async <T>(work: (app: WorkTime) => Promise<T>): Promise<T | undefined> => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const isStarting = worker === null || isDead();
      const app = worker === null || isStarting ? await start() : worker;
      const life = world.lives.at(-1);
      const result = await life?.survive(work(app));
      if (isStarting) await life?.survive(app.wakeUp());
      await turn();
      if (!isDead()) return result;
    }
    return undefined;
  };

  const fact = (fact: Parameters<WorkTime['take']>[0]): Promise<unknown> => happen((app) => app.take(fact));

  /** What the sensor of a page does: a report now, and the next one at the idle limit or the checkpoint. */
  const report = async (tabId: number): Promise<void> => {
    const tab = tabs.get(tabId);
    const pullRequest = tab && parsePullRequest(tab.url, ['github.com']);
    if (!tab || !pullRequest) return;
    world.wakes += 1;
    await fact({ at: clock.now(), tabId, page: { ...tab.page, at: clock.now() } });
    const rules = await happen(async (app) => app.sensorRules(pullRequest));
    if (!rules) return;
    const idleAt = tab.page.inputAt + rules.idleAfterMs;
    const { idleAfterMs, checkpointInMs } = rules;
    tab.told = now >= idleAt ? null : { idleAfterMs, checkpointAt: now + checkpointInMs };
  };

  /** What no load of the extension outlasts. */
  const forgetBrowser = (): void => {
    isNewBrowser = true;
    world.memory = createFakeStore();
    alarm = null;
    timers = [];
  };

  const isPage = (url: string): boolean => url.includes('/pull/');

  const world: SimulatedWorld = {
    store,
    memory: createFakeStore(),
    server,
    lives: [],
    reports: [],
    badge: '',
    notified: 0,
    policy: {},
    online: true,
    system: 'active',
    focused: true,
    now: clock.now,
    alarm: () => alarm,
    killAt: (breath, when) => {
      nextKill = { breath, when };
      worker = null;
    },
    open: async (tabId, url) => {
      front = tabId;
      const page = {
        at: clock.now(),
        visible: true,
        inputAt: clock.now(),
        input: 'look' as const,
        title: { number: Number(/\d+$/.exec(url)?.[0]), text: `Title of ${url}` },
      };
      tabs.set(tabId, { url, page, told: null });
      await fact({ at: clock.now(), tabId, byPerson: true });
      if (isPage(url)) await report(tabId);
    },
    look: async (tabId) => {
      front = tabId;
      const tab = tabs.get(tabId);
      if (tab) tab.page = { ...tab.page, at: clock.now(), inputAt: clock.now(), input: 'look' };
      await fact({ at: clock.now(), tabId, byPerson: true });
      if (tab && isPage(tab.url)) await report(tabId);
    },
    navigate: async (tabId, url) => {
      const tab = tabs.get(tabId);
      if (tab)
        Object.assign(tab, {
          url,
          page: { ...tab.page, at: clock.now(), inputAt: clock.now(), input: 'look' },
        });
      await fact({ at: clock.now(), tabId, byPerson: true });
      if (isPage(url)) await report(tabId);
    },
    vanish: (tabId) => {
      tabs.delete(tabId);
      if (front === tabId) front = null;
    },
    close: async (tabId) => {
      tabs.delete(tabId);
      if (front === tabId) front = null;
      await fact({ at: clock.now(), tabId, removed: true });
    },
    input: async (kind = 'pointer') => {
      const tab = front === null ? undefined : tabs.get(front);
      if (front === null || !tab) return;
      const wasIdle = tab.told === null;
      tab.page = { ...tab.page, at: clock.now(), inputAt: clock.now(), input: kind };
      if (wasIdle) await report(front);
    },
    notice: async () => {
      await fact({ at: clock.now() });
      await happen((app) => app.networkChanged());
    },
    togglePause: async () => {
      await happen((app) => app.togglePause());
    },
    hear: (message, sender) =>
      happen((app) => {
        if (router?.of !== app)
          router = { of: app, route: createRouter({ worktime: app, clock, extensionId: EXTENSION }) };
        return router.route(message, { id: EXTENSION, ...sender });
      }),
    wakes: 0,
    send: (command) => happen((app) => app.command(command)),
    signIn: async (user, lifetimeMs = 900_000) => {
      const tokens = server.issue(user, lifetimeMs);
      await store.commit({ ...tokens });
      await happen((app) => app.storageChanged(['authToken']));
    },
    kill: () => {
      world.lives.at(-1)?.die();
      worker = null;
    },
    reloadExtension: async () => {
      world.kill();
      forgetBrowser();
      await happen(async () => undefined);
    },
    restartBrowser: async () => {
      world.kill();
      tabs.clear();
      front = null;
      forgetBrowser();
      await happen(async () => undefined);
    },
    settle: turn,
    setClock: (byMs) => {
      now += byMs;
      timers = timers.map((timer) => ({ ...timer, at: timer.at + byMs }));
    },
    pass: async (ms) => {
      const end = now + ms;
      for (let step = 0; step < 10_000; step += 1) {
        await turn();
        timers = timers.filter(({ life }) => !life.isDead());
        const inFront = front === null ? undefined : tabs.get(front);
        const reportAt = reportAtOf(inFront);
        const next = Math.min(alarm ?? Number.POSITIVE_INFINITY, reportAt, ...timers.map(({ at }) => at));
        if (next > end) break;
        now = Math.max(now, next);
        const due = timers.filter(({ at }) => at <= now);
        timers = timers.filter(({ at }) => at > now);
        for (const { work } of due) work();
        if (front !== null && reportAt <= now) await report(front);
        if (alarm !== null && alarm <= now) {
          alarm = plus(clock.now(), 60_000);
          world.wakes += 1;
          await happen((app) => app.wakeUp());
        }
      }
      now = end;
      await turn();
    },
  };
  return world;
};
