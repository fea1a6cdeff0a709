import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { createSimulatedWorld } from '../tests/support/simulated-world.ts';
import { runtimeWorld } from './runtime-world.ts';

/** What a thread does before its heap is looked at. */
export interface Load {
  /** Items that it delivers. */
  deliveries: number;
  /** Facts of a person who reads two pull requests in turn, one a second, that it takes in. */
  facts: number;
}

/** Looks at the other pull request after so many facts. */
const FACTS_A_LOOK = 100;

const pageOf = (tabId: number): string => `https://github.com/acme/rocket/pull/${tabId}`;

const takeFacts = async (count: number): Promise<unknown> => {
  const world = createSimulatedWorld();
  for (const tabId of [1, 2]) await world.open(tabId, pageOf(tabId));
  for (let fact = 0; fact < count; fact += 1) {
    const tabId = 1 + (Math.floor(fact / FACTS_A_LOOK) % 2);
    if (fact % FACTS_A_LOOK === 0) await world.look(tabId);
    await world.pass(1_000);
    const at = world.now();
    const data = { visible: true, inputAt: at, input: 'pointer', online: true, title: `Title ${fact}` };
    const sender = {
      url: pageOf(tabId),
      frameId: 0,
      tab: { id: tabId, url: pageOf(tabId), incognito: false },
    };
    const reply = await world.hear({ type: 'ATTENTION', data }, sender as never);
    if (!reply?.ok) throw new Error(`A report was refused: ${JSON.stringify(reply)}`);
  }
  return world;
};

const deliver = async (count: number): Promise<unknown> => {
  const world = await runtimeWorld(count);
  await world.deliver(count);
  return world;
};

/** Does what it is told to, and answers the bytes that are then in use in its own heap. */
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const { deliveries, facts }: Load = workerData;
const worlds = [await deliver(deliveries), await takeFacts(facts)];
for (let times = 0; times < 5; times += 1) {
  collect();
  await new Promise((resolve) => setImmediate(resolve));
}
parentPort?.postMessage(worlds.length > 0 && process.memoryUsage().heapUsed);
