import { setTimeout as wait } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import type { GateState } from '../../scripts/network-gate.ts';
import { eventually, storedUnder } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

const WAVES = 5;
const SESSIONS = 200;
/** How long a worker that gets through may go on: long enough for some, too short for all. */
const WINDOW_MS = 150;
/** How the network is while the worker is killed: nothing arrives, only the answers are lost, or all goes through. */
const MOODS: GateState[] = [
  'silent',
  'deaf',
  'open',
  'deaf',
  'open',
  'silent',
  'open',
  'deaf',
  'open',
  'open',
];

/** Sessions as an older install kept them, none of which the backend has: each lasted another time. */
const pastSessions = (): { id: string; end_time: string; duration_seconds: number }[] =>
  Array.from({ length: SESSIONS }, (_, index) => {
    const start = Date.now() - (SESSIONS - index) * 600_000;
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

const isNothingOwed = async (world: World): Promise<boolean> => {
  const stored = await world.stored();
  return (
    (stored.sessionHistory ?? null) === null &&
    !Object.keys(stored).some((key) => key.startsWith('syncQueue/'))
  );
};

/**
 * Lets the worker begin to send under this mood of the network, until requests have arrived at the gate, or nothing is
 * owed any more: an alarm may have woken a worker that sent all of it meanwhile.
 */
async function beginToSend(world: World, mood: GateState): Promise<void> {
  await world.gate.set('reset');
  await world.gate.set(mood);
  const { arrivals } = world.gate;
  // A message that reaches a worker which is just dying is lost, as it is to a person: they press again.
  let isUnheard = true;
  const hasBegun = async (): Promise<boolean> => {
    if (isUnheard) {
      isUnheard = false;
      void world.send({ type: 'SYNC_NOW' }).catch(() => {
        isUnheard = true;
      });
    }
    return world.gate.arrivals > arrivals || (await isNothingOwed(world));
  };
  await expect.poll(hasBegun, { timeout: 30_000, interval: 5 }).toBe(true);
  isUnheard = false;
}

it(`${SESSIONS} sessions arrive once each, though worker, browser, network and server die in the middle of them`, async () => {
  const world = await startWorld();
  const owed = async (): Promise<number> => (await storedUnder(world, 'syncQueue/')).length;
  const sessions = pastSessions();
  await world.gate.set('silent');
  await world.signIn();
  // A worker that is stopped before its first script has run is never started again: Chromium knows of no listener.
  await eventually(async () => (await world.stored()).auth).toMatchObject({ value: 'valid' });

  for (let wave = 0; wave < WAVES; wave += 1) {
    const size = SESSIONS / WAVES;
    await world.store({ sessionHistory: sessions.slice(wave * size, (wave + 1) * size) });
    await world.stopWorker();
    for (const mood of MOODS) {
      await beginToSend(world, mood);
      if (mood === 'open') await wait(WINDOW_MS);
      await world.stopWorker();
    }
  }

  await beginToSend(world, 'deaf');
  await world.crash();
  await beginToSend(world, 'deaf');
  await world.restartBackend();
  for (let flap = 0; flap < 8; flap += 1) {
    await world.gate.set(flap % 2 === 0 ? 'reset' : 'open');
    sync(world);
    await wait(50 * flap);
  }
  await world.gate.set('open');
  sync(world);
  await eventually(
    async () => (((await world.stored()).sessionHistory ?? null) === null ? owed() : -1),
    60_000,
  ).toBe(0);

  const { results } = await world.database
    .prepare('SELECT client_id AS id, end_ms, duration_seconds FROM sessions ORDER BY start_ms')
    .all();
  expect(results).toEqual(
    sessions.map(({ id, end_time, duration_seconds }) => ({
      id,
      end_ms: Date.parse(end_time),
      duration_seconds,
    })),
  );
  expect(await storedUnder(world, 'failedSyncItems/')).toEqual([]);
}, 180_000);
