import type { Ports } from '../../../src/background/ports.ts';
import { createRandom } from '../random.ts';
import { type BrowserAlarm, createBrowserAlarm } from './browser-alarm.ts';
import { createDisk, type Disk } from './disk.ts';
import { createFaults } from './faults.ts';
import { createChance, createMachineClock, type MachineClock } from './machine-clock.ts';
import { createModelBackend, type ModelBackend } from './model-backend.ts';
import { createNetwork, type Network } from './network.ts';
import type { Plan } from './plan.ts';
import { createRefusedWrites, type RefusedWrites } from './refused-writes.ts';
import { judgeRequest } from './request-laws.ts';
import { createTimeline, settle, type Timeline } from './timeline.ts';
import { createWorkers, type Workers } from './workers.ts';

/** A machine with a browser in it, a network and a backend: all of it simulated but WorkTime itself. */
export interface World {
  timeline: Timeline;
  clock: MachineClock;
  disk: Disk;
  /** What lasts as long as the browser. */
  memory: Disk;
  backend: ModelBackend;
  network: Network;
  alarm: BrowserAlarm;
  workers: Workers;
  refused: RefusedWrites;
  /** Tabs that show a pull request, by their number. The newest is in front. */
  tabs: Map<number, string>;
  /** Time passes. */
  advance(ms: number, isEnough?: () => boolean): Promise<void>;
  /** Sets the machine's clock; alarms go by it. */
  shiftClock(byMs: number): void;
  /** The machine sleeps. */
  sleep(ms: number): void;
  restartBrowser(isTorn: boolean): void;
  update(): void;
  /** The worker dies, and the browser forgets its alarm. */
  loseAlarm(): void;
  /** Faults are over: no breath kills, no write is refused, no request fails. */
  heal(): void;
  figures: { writes: number; refusals: number };
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

export const createWorld = (plan: Plan, { onStill, onWritten, spoil }: WorldParts): World => {
  const timeline = createTimeline();
  const random = createRandom(plan.seed);
  const faults = createFaults(plan);
  const refused = createRefusedWrites(timeline);
  const clock = createMachineClock(timeline);
  const tabs = new Map<number, string>();
  const figures = { writes: 0, refusals: 0 };
  const defects: string[] = [];
  let isMarked = false;
  let steps = 0;

  const noteDefect = (what: string): void => {
    if (!defects.includes(what)) defects.push(what);
  };

  const disk = createDisk({
    timeline,
    latency: () => (plan.slowStoreMs === 0 ? 0 : Math.ceil(random() * plan.slowStoreMs)),
    isRefused: () => {
      figures.writes += 1;
      const isRefused = faults.isRefused(figures.writes);
      if (isRefused) figures.refusals += 1;
      return isRefused;
    },
    onRefused: refused.noteRefused,
    onWritten: (items) => {
      refused.noteWritten(items);
      onWritten(items);
    },
  });
  const memory = createDisk({
    timeline,
    latency: () => 0,
    isRefused: () => false,
    onRefused: () => {},
    onWritten: () => {},
  });
  const backend = createModelBackend(clock.serverNow);
  const network = createNetwork({
    timeline,
    backend,
    serverNow: clock.serverNow,
    random,
    faultOf: faults.ofRequest,
    onSent: (arrival, givenUpAfterMs) => {
      for (const broken of judgeRequest(arrival, givenUpAfterMs, disk, backend)) noteDefect(broken);
      const loop = faults.crashLoopOf(network.requests());
      if (loop) workers.killIn(loop.breaths, loop.again);
    },
  });
  const wakeUp = (): void => void workers.happen((woken) => woken.wakeUp());
  const alarm = createBrowserAlarm({ timeline, now: clock.now, onRing: wakeUp });
  const workers = createWorkers({
    machine: {
      timeline,
      clock,
      chance: createChance(clock.now, random),
      disk,
      memory,
      network,
      alarm,
      tabs,
      browserLife: {
        isNew: async () => !isMarked,
        mark: async () => {
          isMarked = true;
        },
      },
      onWake: wakeUp,
      onDefect: noteDefect,
    },
    faults,
    refused,
    spoil,
  });

  const loseAlarm = (): void => {
    workers.kill();
    workers.figures.uncleanDeaths += 1;
    alarm.lose();
  };

  const world: World = {
    timeline,
    clock,
    disk,
    memory,
    backend,
    network,
    alarm,
    workers,
    refused,
    tabs,
    advance: async (ms, isEnough) => {
      const limit = timeline.now() + ms;
      for (;;) {
        await settle();
        onStill(world);
        if (isEnough?.()) return;
        if (Math.min(timeline.nextAt(), limit) > workers.idleUntil()) workers.kill();
        if (!timeline.step(limit)) break;
        steps += 1;
        if (steps > MOST_STEPS) {
          noteDefect('the world does not come to rest');
          return;
        }
      }
      await settle();
      onStill(world);
    },
    shiftClock: (byMs) => {
      clock.set(byMs);
      alarm.followClock();
    },
    sleep: (ms) => {
      timeline.skip(ms);
      refused.skip(ms);
    },
    restartBrowser: (isTorn) => {
      workers.kill();
      disk.crash(isTorn);
      memory.clear();
      loseAlarm();
      tabs.clear();
      isMarked = false;
      workers.happen(async () => undefined);
    },
    update: () => {
      loseAlarm();
      memory.clear();
      workers.happen(async () => undefined);
    },
    loseAlarm,
    heal: () => {
      faults.end();
      network.weather = null;
      network.isOnline = true;
      clock.setRight();
      alarm.followClock();
    },
    figures,
    defects,
  };
  return world;
};
