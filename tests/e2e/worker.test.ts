import { expect, it } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import {
  activeSession,
  backendKeeps,
  eventually,
  expectCounted,
  storedUnder,
} from '../support/expectations.ts';
import { runningWorkers } from '../support/worker.ts';
import { startWorld, type World } from '../support/world.ts';

const numbers = [1, 2, 3, 4, 5];
const allCompleted = numbers.map((number) => `acme/rocket #${number} completed`);

/** Five sessions by hand, all of them owed to the backend. */
async function queueSessions(world: World): Promise<void> {
  await world.gate.set('refused');
  for (const pr_number of numbers) {
    const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number };
    expect(await world.send({ type: 'START_SESSION', data })).toMatchObject({ ok: true });
    expect(await world.send({ type: 'END_SESSION' })).toMatchObject({ ok: true });
  }
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(numbers.length);
}

it('a worker that is stopped in the middle of a session neither ends it nor starts another', async () => {
  const world = await startWorld();
  await world.signIn();

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  const id = (await activeSession(world))?.id;
  await world.stopWorker();
  await read(page, 2_000);
  await world.stopWorker();
  await read(page, 2_000);
  const attention = Date.now() - began;
  await page.close();

  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expect(kept?.client_id).toBe(id);
  expectCounted(kept, attention);
});

it('a session whose tab closes while the worker is stopped still ends, at the time of its closing', async () => {
  const world = await startWorld();
  await world.signIn();

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 3_000);
  await world.stopWorker();
  const attention = Date.now() - began;
  await page.close();
  await eventually(() => activeSession(world)).toBeUndefined();
  await world.stopWorker();

  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed'], 60_000);
  expectCounted(kept, attention);
});

it('a worker that is stopped again and again in the middle of a drain delivers each session once', async () => {
  const world = await startWorld();
  await world.signIn();
  await queueSessions(world);

  for (const mood of ['silent', 'deaf', 'silent', 'deaf'] as const) {
    await world.gate.set(mood);
    const arrivals = world.gate.arrivals;
    await world.send({ type: 'SYNC_NOW' });
    await eventually(() => world.gate.arrivals).toBeGreaterThan(arrivals);
    await world.stopWorker();
  }
  await world.gate.set('open');
  await world.send({ type: 'SYNC_NOW' });

  await backendKeeps(world, allCompleted, 60_000);
  await eventually(() => storedUnder(world, 'syncQueue/')).toEqual([]);
});

it('nothing keeps the worker alive once it has nothing to do', async () => {
  const world = await startWorld();
  await world.send({ type: 'SYNC_NOW' });
  expect(await runningWorkers(world.browser)).toHaveLength(1);
  await eventually(() => runningWorkers(world.browser), 60_000).toEqual([]);
});
