import { expect, test } from 'vitest';
import { createSimulatedWorld, type SimulatedWorld } from '../support/simulated-world.ts';

const begin = (world: SimulatedWorld) =>
  world.send({ type: 'START_SESSION', data: { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 } });

const headOf = ({ memory }: SimulatedWorld) => (memory.all().head as { head: { sessions: string[] } }).head;

/** Lets the commit with which a session begins wait for what `meanwhile` does, and for whatever follows from that. */
const whileSessionBegins = (world: SimulatedWorld, meanwhile: () => void): void => {
  const { commit } = world.store;
  let hasBegun = false;
  world.store.commit = async (writes, removals) => {
    if (!hasBegun && Object.keys(writes).some((key) => key.startsWith('session/'))) {
      hasBegun = true;
      meanwhile();
      await world.settle();
    }
    return commit(writes, removals);
  };
};

test('a session that begins while the queue is read is known to the next worker', async () => {
  const world = createSimulatedWorld();
  const { keys } = world.store;
  let begins = (): void => {};
  const hasBegun = new Promise<void>((resolve) => {
    begins = resolve;
  });
  let asked = 0;
  world.store.keys = async () => {
    asked += 1;
    if (asked > 1) await hasBegun;
    return keys();
  };
  whileSessionBegins(world, begins);
  await world.signIn('ada');
  world.server.answerNext({ kind: 'busy', status: 503, until: null });
  await begin(world);
  await world.pass(500);
  expect(headOf(world).sessions).toEqual(['github.com/acme/rocket/7']);
});

test('a session that begins while the network goes is known to the next worker', async () => {
  const world = createSimulatedWorld();
  whileSessionBegins(world, () => {
    world.online = false;
    void world.send({ type: 'NETWORK_CHANGED' });
  });
  await begin(world);
  await world.pass(500);
  expect(headOf(world).sessions).toEqual(['github.com/acme/rocket/7']);
});
