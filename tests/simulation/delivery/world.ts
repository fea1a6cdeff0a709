import { createApiClient } from '../../../src/adapters/api-client.ts';
import { createChromeStore } from '../../../src/adapters/chrome-store.ts';
import { createHttp } from '../../../src/adapters/http.ts';
import { createRecordsClient } from '../../../src/adapters/records-client.ts';
import { createTokenManager } from '../../../src/adapters/token-manager.ts';
import { createWakeAlarm } from '../../../src/adapters/wake-alarm.ts';
import type { Ports } from '../../../src/background/ports.ts';
import { createWorkTime, type WorkTime } from '../../../src/background/worktime.ts';
import type { Survey } from '../../../src/domain/attention.ts';
import type { PullRequest } from '../../../src/domain/pull-request.ts';
import { toEpochMs } from '../../../src/domain/time.ts';
import type { SignInWindow } from '../../../src/ports/sign-in-window.ts';
import { berlinDays } from '../../support/simulated-days.ts';
import { createRandom } from '../random.ts';
import { createDisk, type Disk } from './disk.ts';
import { createWorkerLife, type WorkerLife } from './life.ts';
import { createModelBackend, type ModelBackend } from './model-backend.ts';
import { createNetwork, type Network } from './network.ts';
import type { Plan, RequestFault } from './plan.ts';
import { judgeRequest } from './request-laws.ts';
import { createTimeline, settle, type Timeline } from './timeline.ts';

const BEGAN = Date.UTC(2026, 2, 2, 9);
const BASE_URL = 'http://backend';
/** Nobody signs in through GitHub here. */
const NO_WINDOW: SignInWindow = {
  redirectUri: BASE_URL,
  note: async () => {},
  takeNote: async () => null,
  open: async () => null,
};
const IDLE_DEATH_MS = 30_000;
const NEAREST_ALARM_MS = 30_000;
/** How long after its start a worker looks around by itself. */
const EVENTS_FIRST_MS = 100;

/** A machine with a browser in it, a network and a backend: all of it simulated but WorkTime itself. */
export interface World {
  timeline: Timeline;
  disk: Disk;
  backend: ModelBackend;
  network: Network;
  /** What the machine's clock shows. */
  now(): number;
  /** Sets the machine's clock; alarms go by it. */
  shiftClock(byMs: number): void;
  /** When the clock was last set, in ms of real time. */
  shiftedAt(): number;
  /** Tabs that show a pull request, by their number. The newest is in front. */
  tabs: Map<number, string>;
  /** Faults are over: no breath kills, no write is refused, no request fails. */
  heal(): void;
  /** Something happens in the browser; it starts a worker where none lives. Resolves if that one lives long enough. */
  happen<T>(work: (app: WorkTime) => Promise<T>): { result: T | undefined; isOver: boolean };
  /** Time passes. */
  advance(ms: number, isEnough?: () => boolean): Promise<void>;
  kill(): void;
  restartBrowser(isTorn: boolean): void;
  update(): void;
  loseAlarm(): void;
  /** Wall time at which the alarm rings; `null` where none is set. */
  alarmAt(): number | null;
  isAlive(): boolean;
  /** Whether a worker lives and has something under way. */
  isBusy(): boolean;
  /** Whether the browser has lost the alarm, and no worker has set one since. */
  isAlarmLost(): boolean;
  /** Whether this worker has looked around by itself, so that whatever is owed has been taken up. */
  hasLookedAround(): boolean;
  /** When, on the timeline, a write was refused last. */
  refusedAt(): number;
  /** Since when, on the timeline, a refused write has not been tried again; `null` where none waits. */
  unsavedSince(): number | null;
  /** The machine sleeps. */
  sleep(ms: number): void;
  figures: {
    breaths: number;
    writes: number;
    refusals: number;
    lives: number;
    deaths: number;
    uncleanDeaths: number;
    /** Workers that died with a refused write in memory alone. */
    lostWrites: number;
  };
  /** What only a bug causes. */
  defects: string[];
}

interface WorldParts {
  /** Told whenever nothing moves by itself any more, and when a worker has died. */
  onStill(world: World): void;
  onWritten(items: Readonly<Record<string, unknown>>): void;
  /** Changes the ports of every worker, to see what a wrong one does. */
  spoil?(ports: Ports): Ports;
}

/** More happenings than any world has that comes to rest. */
const MOST_STEPS = 20_000;

const EXPECTED_REPORTS = ['The store refused a write', 'A sync stopped', 'The history was not pruned'];

/** Whether a write holds what only its worker knows. */
const isEssential = (items: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(items).some((key) => /^(session|syncQueue|failedSyncItems|sessionHistory)\/|^auth$/.test(key));

export const createWorld = (plan: Plan, { onStill, onWritten, spoil }: WorldParts): World => {
  const timeline = createTimeline();
  const random = createRandom(plan.seed);
  const requestFaults = new Map<number, RequestFault>();
  const refusedWrites = new Set<number>();
  const kills = new Map<number, 'before' | 'after'>();
  for (const entry of plan.entries) {
    if (!('fault' in entry)) continue;
    if (entry.fault === 'request') requestFaults.set(entry.nth, entry.kind);
    else if (entry.fault === 'write') refusedWrites.add(entry.nth);
    else kills.set(entry.nth, entry.when);
  }
  const figures = {
    breaths: 0,
    writes: 0,
    refusals: 0,
    lives: 0,
    deaths: 0,
    uncleanDeaths: 0,
    lostWrites: 0,
  };
  const defects: string[] = [];
  let skew = 0;
  let shiftedAt = Number.NEGATIVE_INFINITY;
  let sequence = 0;
  let life: WorkerLife | null = null;
  let app: WorkTime | null = null;
  let isMarked = false;
  let alarm: { when: number; period: number | undefined; silence(): void } | null = null;
  let activeAt = 0;
  let isAlarmLost = false;
  let steps = 0;
  let hasLookedAround = false;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let unsavedSince: number | null = null;
  /** What the write would have written that was refused last. */
  let unsaved = new Set<string>();

  const now = () => BEGAN + skew + timeline.now();
  const serverNow = () => BEGAN + timeline.now();
  const clock = {
    now: () => toEpochMs(now()),
    timeZone: () => 'Europe/Berlin',
    localDays: (count: number) => berlinDays(now(), count),
  };
  const chance = {
    id: () => {
      sequence += 1;
      const time = now().toString(16).padStart(12, '0');
      const rest = sequence.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
    },
    jitter: random,
  };

  const disk = createDisk({
    timeline,
    latency: () => (plan.slowStoreMs === 0 ? 0 : Math.ceil(random() * plan.slowStoreMs)),
    isRefused: () => {
      figures.writes += 1;
      const isRefused = refusedWrites.has(figures.writes);
      if (isRefused) figures.refusals += 1;
      return isRefused;
    },
    onRefused: (items) => {
      refusedAt = timeline.now();
      if (!isEssential(items)) return;
      unsaved = new Set(Object.keys(items));
      unsavedSince = timeline.now();
    },
    onWritten: (items) => {
      if (Object.keys(items).some((key) => unsaved.has(key))) unsavedSince = null;
      onWritten(items);
    },
  });
  const backend = createModelBackend(serverNow, []);
  const network = createNetwork({
    timeline,
    backend,
    serverNow,
    random,
    faultOf: (nth) => requestFaults.get(nth),
    onSent: (arrival, givenUpAfterMs) => {
      for (const broken of judgeRequest(arrival, givenUpAfterMs, disk, backend))
        if (!defects.includes(broken)) defects.push(broken);
    },
  });

  const setAlarm = (when: number, period: number | undefined): void => {
    alarm?.silence();
    const silence = timeline.after(Math.max(when - now(), NEAREST_ALARM_MS), () => {
      alarm = null;
      if (period !== undefined) setAlarm(now() + period * 60_000, period);
      world.happen((woken) => woken.wakeUp());
    });
    alarm = { when, period, silence };
  };
  const alarms = {
    create: async (_: string, { when, periodInMinutes }: chrome.alarms.AlarmCreateInfo) => {
      isAlarmLost = false;
      setAlarm(when ?? now(), periodInMinutes);
    },
    clear: async () => {
      alarm?.silence();
      alarm = null;
      return true;
    },
  };

  const survey = async (recognize: (address: string) => PullRequest | null): Promise<Survey> => {
    const front = [...world.tabs.keys()].at(-1) ?? null;
    const shown = [...world.tabs].flatMap(([tab, address]) => {
      const pullRequest = recognize(address);
      return pullRequest ? [[tab, pullRequest] as const] : [];
    });
    const activeTabs = front === null ? [] : [front];
    return { at: clock.now(), shown: new Map(shown), focusedTab: front, activeTabs, system: 'active' };
  };

  const dieUncleanly = (): void => {
    figures.uncleanDeaths += 1;
  };

  const onDeath = (): void => {
    app = null;
    figures.deaths += 1;
    if (unsavedSince !== null) figures.lostWrites += 1;
    unsavedSince = null;
    hasLookedAround = false;
  };

  const portsOf = (mine: WorkerLife): Ports => {
    const wire = { fetch: network.fetch, timeout: network.timeout };
    const { fetch } = mine.wrap({ fetch: wire.fetch });
    const http = createHttp(BASE_URL, clock, {
      ...wire,
      fetch: async (...request) => {
        const response = await fetch(...request);
        return { ...response, ...mine.wrap({ text: response.text }) };
      },
    });
    const later = (ms: number, work: () => void) =>
      timeline.after(ms, () => {
        if (!mine.isDead()) work();
      });
    const wakeUp = (): void => void world.happen((woken) => woken.wakeUp());
    return {
      store: createChromeStore(mine.wrap(disk.area) as chrome.storage.StorageArea),
      clock,
      chance,
      connectivity: { isOnline: () => network.isOnline },
      wakeUps: createWakeAlarm(clock, wakeUp, { alarms: mine.wrap(alarms) as never, after: later }),
      toolbar: { show: () => {} },
      notifications: { tellOutage: () => {} },
      browser: { ...mine.wrap({ survey, ask: async () => null }), rouse: () => {} },
      sessions: createApiClient(http),
      records: createRecordsClient(http),
      identity: createTokenManager({ http, clock, window: NO_WINDOW, baseUrl: BASE_URL }),
      life: mine.wrap({
        isNew: async () => !isMarked,
        mark: async () => {
          isMarked = true;
        },
      }),
      localBackend: true,
      policy: { read: async () => ({}) },
      sensors: { watch: async () => {} },
      later,
      report: (message, cause) => {
        if (!mine.isDead() && !EXPECTED_REPORTS.includes(message)) defects.push(`${message}: ${cause}`);
      },
    };
  };

  const start = (): WorkTime => {
    const mine = createWorkerLife(() => {
      figures.breaths += 1;
      activeAt = timeline.now();
      const death = kills.get(figures.breaths) ?? null;
      if (death !== null) dieUncleanly();
      return death;
    }, onDeath);
    life = mine;
    figures.lives += 1;
    const ports = portsOf(mine);
    const fresh = createWorkTime(spoil ? spoil(ports) : ports);
    app = fresh;
    timeline.after(EVENTS_FIRST_MS, () => {
      if (mine.isDead()) return;
      world.happen(async (woken) => {
        await woken.wakeUp();
        hasLookedAround = true;
      });
    });
    return fresh;
  };

  const die = (): void => {
    if (life && !life.isDead()) {
      if (life.unanswered() > 0) dieUncleanly();
      life.die();
    }
    life = null;
  };

  const world: World = {
    timeline,
    disk,
    backend,
    network,
    now,
    shiftClock: (byMs) => {
      skew += byMs;
      if (byMs !== 0) shiftedAt = timeline.now();
      if (alarm) setAlarm(alarm.when, alarm.period);
    },
    shiftedAt: () => shiftedAt,
    tabs: new Map(),
    heal: () => {
      requestFaults.clear();
      refusedWrites.clear();
      kills.clear();
      network.weather = null;
      network.isOnline = true;
      world.shiftClock(-skew);
    },
    happen: <T>(work: (woken: WorkTime) => Promise<T>) => {
      const woken = app ?? start();
      activeAt = timeline.now();
      const outcome: { result: T | undefined; isOver: boolean } = { result: undefined, isOver: false };
      woken
        .ready()
        .then(() => work(woken))
        .then((result) => {
          outcome.result = result;
        })
        .catch((error) => {
          if (!String(error).includes('quota')) defects.push(`thrown into the browser: ${error.stack}`);
        })
        .finally(() => {
          outcome.isOver = true;
        });
      return outcome;
    },
    advance: async (ms, isEnough) => {
      const limit = timeline.now() + ms;
      for (;;) {
        await settle();
        onStill(world);
        if (isEnough?.()) return;
        const next = Math.min(timeline.nextAt(), limit);
        if (app && next > activeAt + IDLE_DEATH_MS) die();
        if (!timeline.step(limit)) break;
        steps += 1;
        if (steps > MOST_STEPS) {
          defects.push('the world does not come to rest');
          return;
        }
      }
      await settle();
      onStill(world);
    },
    kill: die,
    restartBrowser: (isTorn) => {
      die();
      disk.crash(isTorn);
      world.loseAlarm();
      world.tabs.clear();
      isMarked = false;
      world.happen(async () => undefined);
    },
    update: () => {
      die();
      world.loseAlarm();
      world.happen(async () => undefined);
    },
    loseAlarm: () => {
      die();
      dieUncleanly();
      isAlarmLost = true;
      alarm?.silence();
      alarm = null;
    },
    alarmAt: () => alarm?.when ?? null,
    isAlive: () => app !== null,
    isBusy: () => app !== null && life !== null && life.unanswered() > 0,
    isAlarmLost: () => isAlarmLost,
    hasLookedAround: () => hasLookedAround,
    refusedAt: () => refusedAt,
    unsavedSince: () => unsavedSince,
    sleep: (ms) => {
      timeline.skip(ms);
      refusedAt += ms;
      if (unsavedSince !== null) unsavedSince += ms;
    },
    figures,
    defects,
  };
  return world;
};
