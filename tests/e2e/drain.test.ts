import { setTimeout as wait } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import type { GateState } from '../../scripts/network-gate.ts';
import { eventually, storedUnder } from '../support/expectations.ts';
import { startSeedBackend } from '../support/seed-backend.ts';
import { startWorld, type World } from '../support/world.ts';

const SESSIONS = 200;
const KILLS = 50;

interface PastSession {
  id: string;
  end_time: string;
  duration_seconds: number;
}

/** Sessions as an older install kept them, none of which the backend has: each lasted another time. */
const pastSessions = (count: number): PastSession[] =>
  Array.from({ length: count }, (_, index) => {
    const start = Date.now() - (count - index) * 600_000;
    return {
      id: uuidv7(),
      repo_owner: 'acme',
      repo_name: 'rocket',
      pr_number: index + 1,
      start_time: new Date(start).toISOString(),
      end_time: new Date(start + 500_000).toISOString(),
      duration_seconds: 100 + index,
      synced: false,
    };
  });

const sync = (world: World): void => void world.send({ type: 'SYNC_NOW' }).catch(() => undefined);

/** How many sessions are owed; all of them while the worker has not taken over yet what the older install kept. */
const owed = async (world: World): Promise<number> => {
  const stored = await world.stored();
  return Array.isArray(stored.sessionHistory)
    ? stored.sessionHistory.length
    : Object.entries(stored).filter(([key, item]) => key.startsWith('syncQueue/') && item !== null).length;
};

/** Gives the worker these sessions to deliver when it wakes next. */
const owe = async (world: World, sessions: PastSession[]): Promise<void> => {
  await world.store({ sessionHistory: sessions });
  await world.stopWorker();
};

const held = async ({ database }: World) =>
  (
    await database
      .prepare('SELECT client_id AS id, end_ms, duration_seconds FROM sessions ORDER BY start_ms')
      .all()
  ).results;

/** Lets the worker begin to send under this mood of the network, until requests have arrived at the gate. */
async function beginToSend(world: World, mood: GateState): Promise<void> {
  await world.gate.set('reset');
  await world.gate.set(mood);
  const { arrivals } = world.gate;
  // A message that reaches a worker which is just dying is lost, as it is to a person: they press again.
  let isUnheard = true;
  const hasBegun = (): boolean => {
    if (isUnheard) {
      isUnheard = false;
      void world.send({ type: 'SYNC_NOW' }).catch(() => {
        isUnheard = true;
      });
    }
    return world.gate.arrivals > arrivals;
  };
  await expect.poll(hasBegun, { timeout: 30_000, interval: 5 }).toBe(true);
  isUnheard = false;
}

/**
 * How the network is while the worker is killed: nothing arrives, or only the answers are lost. Where the drain is
 * behind the killing, all goes through until something is acknowledged.
 */
const moodAt = (kill: number, left: number): GateState => {
  if (left > SESSIONS * (1 - kill / (KILLS + 10))) return 'open';
  return kill % 2 === 0 ? 'silent' : 'deaf';
};

it.each([
  { backend: 'that takes batches', features: ['batch'] },
  { backend: 'with the seed’s endpoints alone', features: [] },
])(
  `${SESSIONS} sessions arrive once each at a backend $backend, though worker, browser, network and server die in the middle of them`,
  async ({ features }) => {
    const world = await startWorld();
    const hasBatches = features.length > 0;
    const seedPort = hasBatches ? null : await startSeedBackend(() => world.backendPort);
    if (seedPort !== null) world.gate.lead(seedPort);
    const sessions = pastSessions(SESSIONS + 1);
    await world.signIn();
    // A worker that is stopped before its first script has run is never started again: Chromium knows of no listener.
    await eventually(async () => (await world.stored()).auth).toMatchObject({ value: 'valid' });
    // What the backend takes is known from one that went before.
    await owe(world, sessions.slice(0, 1));
    sync(world);
    await eventually(() => owed(world)).toBe(0);
    await eventually(async () => (await world.stored()).backend).toMatchObject({
      features: expect.arrayContaining(features),
    });
    await world.gate.set('silent');
    await owe(world, sessions.slice(1));

    const leftAtKills: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const left = await owed(world);
      // A hundred go at once where there are batches: an answer that got through would leave nothing to be killed.
      const mood = moodAt(kill, hasBatches ? 0 : left);
      await beginToSend(world, mood);
      if (mood === 'open')
        await expect.poll(() => owed(world), { timeout: 30_000, interval: 5 }).toBeLessThan(left);
      leftAtKills.push(await owed(world));
      await world.stopWorker();
    }
    expect(leftAtKills.filter((left) => left > 0)).toHaveLength(KILLS);
    // It is in the middle of the drain by now: of batches the backend has some whose answers all were lost.
    if (hasBatches) expect((await held(world)).length).toBeGreaterThan(1);
    else expect(leftAtKills.at(-1)).toBeLessThan(SESSIONS);

    await beginToSend(world, 'deaf');
    await world.crash();
    await beginToSend(world, 'deaf');
    await world.restartBackend();
    if (seedPort !== null) world.gate.lead(seedPort);
    for (let flap = 0; flap < 8; flap += 1) {
      await world.gate.set(flap % 2 === 0 ? 'reset' : 'open');
      sync(world);
      await wait(50 * flap);
    }
    await world.gate.set('open');
    sync(world);
    await eventually(() => storedUnder(world, 'syncQueue/'), 60_000).toEqual([]);

    expect(await held(world)).toEqual(
      sessions.map(({ id, end_time, duration_seconds }) => ({
        id,
        end_ms: Date.parse(end_time),
        duration_seconds,
      })),
    );
    expect(await storedUnder(world, 'failedSyncItems/')).toEqual([]);
  },
  300_000,
);
