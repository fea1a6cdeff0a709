import type { Ports } from '../../../src/background/ports.ts';
import { actsOf } from './acts.ts';
import { heal } from './healing.ts';
import { judgeEnd } from './laws.ts';
import { perform } from './performance.ts';
import { createPerson } from './person.ts';
import type { Deed, Plan } from './plan.ts';
import { createTruth, type Truth } from './truth.ts';
import { findWedges } from './wedges.ts';
import { createWorld } from './world.ts';

/** What a world came to. */
export interface Outcome {
  violations: string[];
  /** What happened, for a person who looks for the reason. */
  trace: string[];
  figures: {
    sessions: number;
    requests: number;
    writes: number;
    breaths: number;
    lives: number;
    healedInMs: number;
    befallen: Map<string, number>;
  };
}

/** Plays a plan to its end, heals the world, lets time go on, and judges what came of it. */
export const play = async (plan: Plan, spoil?: (ports: Ports) => Ports): Promise<Outcome> => {
  const truth: Truth = createTruth({
    now: () => world.clock.now(),
    clockSetMsAgo: () => world.timeline.now() - world.clock.setAt(),
  });
  const wedges = new Set<string>();
  const trace: string[] = [];
  let isChanged = true;
  let wasBusy = false;
  let seenDeaths = 0;
  const note = (what: string): void =>
    void trace.push(`${(world.timeline.now() / 1000).toFixed(3)} s  ${what}`);
  const world = createWorld(plan, {
    onWritten: (items) => {
      isChanged = true;
      truth.onWritten(items);
    },
    onStill: (still) => {
      const { deaths } = still.workers.figures;
      const isBusy = still.workers.isBusy();
      const isUnsaved = still.refused.unsavedSince() !== null;
      if (!isChanged && isBusy === wasBusy && deaths === seenDeaths && !isUnsaved) return;
      isChanged = false;
      wasBusy = isBusy;
      seenDeaths = deaths;
      for (const wedge of findWedges(still)) wedges.add(wedge);
    },
    ...(spoil ? { spoil } : {}),
  });
  const person = createPerson(world, truth);

  for (const act of actsOf(plan.entries.filter((entry): entry is Deed => 'do' in entry))) {
    await world.advance(Math.max(0, act.at - world.timeline.now()));
    note(JSON.stringify(act));
    await perform(act, world, person, truth);
  }
  await world.advance(1_000);
  const brokeAt = world.timeline.now();
  await heal(world, person, truth, note);
  return {
    violations: [
      ...world.defects,
      ...world.backend.violations,
      ...truth.violations,
      ...wedges,
      ...judgeEnd(world, truth),
    ],
    trace,
    figures: {
      sessions: truth.rows.size,
      requests: world.network.requests(),
      writes: world.figures.writes,
      breaths: world.workers.figures.breaths,
      lives: world.workers.figures.lives,
      healedInMs: world.timeline.now() - brokeAt,
      befallen: world.network.befallen,
    },
  };
};
