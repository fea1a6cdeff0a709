import { expect, test } from 'vitest';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const first = 'https://github.com/acme/rocket/pull/1';
const second = 'https://github.com/acme/rocket/pull/2';

/** A morning: two reviews, one of them ended without a network, all of it delivered in the end. */
const scenario: ((world: SimulatedWorld) => Promise<unknown>)[] = [
  (world) => world.signIn('ada'),
  (world) => world.open(1, first),
  (world) => world.pass(20_000),
  (world) => world.open(2, second),
  (world) => world.pass(15_000),
  (world) => {
    world.online = false;
    return world.notice();
  },
  (world) => world.close(2),
  (world) => world.pass(10_000),
  (world) => world.look(1),
  (world) => world.pass(30_000),
  (world) => {
    world.online = true;
    return world.notice();
  },
  (world) => world.close(1),
  (world) => world.pass(20 * 60_000),
];

const outcome = ({ server, store, memory, reports }: SimulatedWorld) => {
  const stored = store.all();
  const rows = Object.entries(stored).filter(([key]) => key.startsWith('sessionHistory/'));
  return {
    held: server
      .held()
      .map(({ user, start, end }) => ({
        user,
        number: start.pr_number,
        from: start.start_time,
        to: end?.end_time,
        seconds: end?.duration_seconds,
        intervals: end?.intervals,
      }))
      .sort((a, b) => a.number - b.number),
    rows: rows
      .map(([, row]) => row as { pr_number: number; duration_seconds: number; synced: boolean })
      .map(({ pr_number, duration_seconds, synced }) => ({ pr_number, duration_seconds, synced }))
      .sort((a, b) => a.pr_number - b.pr_number),
    owed: Object.keys(stored).filter((key) => /^(syncQueue|failedSyncItems|session)\//.test(key)),
    active: stored.activeSession,
    sync: (memory.all().view as { sync: { state: string } }).sync.state,
    violations: server.violations,
    reports,
  };
};

/** What the morning comes to when nobody dies. */
const whole = {
  held: [
    {
      user: 'ada',
      number: 1,
      from: '2026-03-02T09:00:00.000Z',
      to: '2026-03-02T09:01:15.000Z',
      seconds: 50,
      intervals: [
        ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:20.000Z'],
        ['2026-03-02T09:00:45.000Z', '2026-03-02T09:01:15.000Z'],
      ],
    },
    {
      user: 'ada',
      number: 2,
      from: '2026-03-02T09:00:20.000Z',
      to: '2026-03-02T09:00:35.000Z',
      seconds: 15,
      intervals: [['2026-03-02T09:00:20.000Z', '2026-03-02T09:00:35.000Z']],
    },
  ],
  rows: [
    { pr_number: 1, duration_seconds: 50, synced: true },
    { pr_number: 2, duration_seconds: 15, synced: true },
  ],
  owed: [],
  active: undefined,
  sync: 'synced',
  violations: [],
  reports: [],
};

const play = async (world: SimulatedWorld, before: (step: number) => void = () => {}): Promise<void> => {
  for (const [index, step] of scenario.entries()) {
    before(index);
    await step(world);
  }
};

test('two reviews, one ended without a network, reach the backend once each', async () => {
  const world = createSimulatedWorld();
  await play(world);
  expect(outcome(world)).toEqual(whole);
});

/** Breaths in which a life that began anew reads what is stored and takes what woke it. */
const WAKING_BREATHS = 24;

/** Later breaths of a life that began in the middle are much like those of one that began at once: of four, one dies. */
const SAMPLE = 4;

/** Every breath of a whole life is a death, and so is every one in which a life begins; of the others each fourth. */
const isDeath = (step: number, breath: number, offset: number): boolean =>
  step === 0 || breath <= WAKING_BREATHS || (breath + step + offset) % SAMPLE === 0;

test.each([
  ['before', 0],
  ['after', 2],
] as const)(
  'a worker killed %s anything that it awaits, in any step, comes to the same end',
  async (when, offset) => {
    let deaths = 0;
    for (let step = 0; step < scenario.length; step += 1) {
      for (let breath = 1; breath < 200; breath += 1) {
        if (!isDeath(step, breath, offset)) continue;
        const world = createSimulatedWorld();
        await play(world, (index) => {
          if (index === step) world.killAt(breath, when);
        });
        const doomed = world.lives.find((life) => life.isDead());
        if (!doomed || doomed.breaths() < breath) break;
        deaths += 1;
        expect({ step, breath, ...outcome(world) }).toEqual({ step, breath, ...whole });
      }
    }
    expect(deaths).toBeGreaterThan(400);
  },
  180_000,
);
