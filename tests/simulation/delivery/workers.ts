import type { Ports } from '../../../src/background/ports.ts';
import { createWorkTime, type WorkTime } from '../../../src/background/worktime.ts';
import type { Faults } from './faults.ts';
import { createWorkerLife, type WorkerLife } from './life.ts';
import type { RefusedWrites } from './refused-writes.ts';
import { type Machine, portsOf } from './worker-ports.ts';

const IDLE_DEATH_MS = 30_000;
/** How long after its start a worker looks around by itself. */
const EVENTS_FIRST_MS = 100;

/** What became of something that happened in the browser. */
interface Happened<T> {
  /** Absent as long as it is not over, and for good where the worker died of it. */
  result: T | undefined;
  isOver: boolean;
}

/** The workers of a browser, at most one at a time. */
export interface Workers {
  /** Something happens in the browser; it starts a worker where none lives. */
  happen<T>(work: (app: WorkTime) => Promise<T>): Happened<T>;
  kill(): void;
  /** The worker dies so many breaths from now, and where `again` is given the next one as many after its start. */
  killIn(breaths: number, again?: number): void;
  isAlive(): boolean;
  /** Whether a worker lives and has something under way. */
  isBusy(): boolean;
  /** Whether this worker has looked around by itself, so that whatever is owed has been taken up. */
  hasLookedAround(): boolean;
  /** When, on the timeline, it dies of having nothing to do. */
  idleUntil(): number;
  figures: {
    breaths: number;
    lives: number;
    deaths: number;
    uncleanDeaths: number;
    /** Workers that died with a refused write in memory alone. */
    lostWrites: number;
  };
}

interface WorkersParts {
  machine: Machine;
  faults: Faults;
  refused: RefusedWrites;
  /** Changes the ports of every worker, to see what a wrong one does. */
  spoil: ((ports: Ports) => Ports) | undefined;
}

export const createWorkers = ({ machine, faults, refused, spoil }: WorkersParts): Workers => {
  const { timeline } = machine;
  const figures = { breaths: 0, lives: 0, deaths: 0, uncleanDeaths: 0, lostWrites: 0 };
  let life: WorkerLife | null = null;
  let app: WorkTime | null = null;
  let activeAt = 0;
  let hasLookedAround = false;
  /** In how many breaths of its life the next worker dies. */
  let nextDiesIn: number | null = null;

  const onBreath = (): 'before' | 'after' | null => {
    figures.breaths += 1;
    activeAt = timeline.now();
    const death = faults.deathIn(figures.breaths);
    if (death !== null) figures.uncleanDeaths += 1;
    return death;
  };

  const onDeath = (): void => {
    app = null;
    figures.deaths += 1;
    if (refused.forget()) figures.lostWrites += 1;
    hasLookedAround = false;
  };

  const start = (): WorkTime => {
    const mine = createWorkerLife(onBreath, onDeath);
    life = mine;
    figures.lives += 1;
    if (nextDiesIn !== null) faults.addDeath(figures.breaths + nextDiesIn);
    nextDiesIn = null;
    const ports = portsOf(mine, machine);
    const fresh = createWorkTime(spoil ? spoil(ports) : ports);
    app = fresh;
    timeline.after(EVENTS_FIRST_MS, () => {
      if (mine.isDead()) return;
      workers.happen(async (woken) => {
        await woken.wakeUp();
        if (!mine.isDead()) hasLookedAround = true;
      });
    });
    return fresh;
  };

  const workers: Workers = {
    happen: <T>(work: (woken: WorkTime) => Promise<T>) => {
      const woken = app ?? start();
      activeAt = timeline.now();
      const happened: Happened<T> = { result: undefined, isOver: false };
      woken
        .ready()
        .then(() => work(woken))
        .then((result) => {
          happened.result = result;
        })
        .catch((error) => {
          if (!String(error).includes('quota')) machine.onDefect(`thrown into the browser: ${error.stack}`);
        })
        .finally(() => {
          happened.isOver = true;
        });
      return happened;
    },
    kill: () => {
      if (life && !life.isDead()) {
        if (life.unanswered() > 0) figures.uncleanDeaths += 1;
        life.die();
      }
      life = null;
    },
    killIn: (breaths, again) => {
      faults.addDeath(figures.breaths + breaths);
      nextDiesIn = again ?? nextDiesIn;
    },
    isAlive: () => app !== null,
    isBusy: () => app !== null && life !== null && life.unanswered() > 0,
    hasLookedAround: () => hasLookedAround,
    idleUntil: () => (app ? activeAt + IDLE_DEATH_MS : Number.POSITIVE_INFINITY),
    figures,
  };
  return workers;
};
