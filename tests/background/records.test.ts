import { expect, test } from 'vitest';
import type { Command } from '../../src/messages/commands.ts';
import { createSimulatedWorld } from '../support/simulated-world.ts';

const page = (number: number) => `https://github.com/acme/rocket/pull/${number}`;
const stats: Command = { type: 'LOAD_STATS', data: { days: 30 } };
const history: Command = { type: 'LOAD_HISTORY', data: { limit: 1, offset: 1 } };

const refusal = (reason: string, message: string) => ({
  ok: false,
  error: { code: 'not-possible', reason, message },
});

const reviewed = async () => {
  const world = createSimulatedWorld();
  await world.signIn('ada');
  for (const number of [7, 8]) {
    await world.open(number, page(number));
    await world.pass(10_000);
    await world.close(number);
    await world.pass(4_000);
  }
  world.server.requests.length = 0;
  world.server.recordRequests.length = 0;
  return world;
};

test('what the backend holds is read with the token of the person who is signed in, in their zone', async () => {
  const world = await reviewed();
  expect(await world.send(stats)).toEqual({ ok: true, stats: [], days: 30, time_zone: 'Europe/Berlin' });
  expect(await world.send(history)).toMatchObject({
    ok: true,
    sessions: [{ repo_owner: 'acme', repo_name: 'rocket', pr_number: 7, duration_seconds: 10 }],
    total: 2,
    limit: 1,
    offset: 1,
    has_more: false,
  });
  expect(world.server.recordRequests).toEqual(['stats 30 Europe/Berlin', 'sessions 1 1']);
});

test('nothing is asked without a network, or while nobody is signed in', async () => {
  const world = await reviewed();
  world.online = false;
  expect(await world.send(stats)).toEqual(refusal('offline', 'There is no network.'));
  world.online = true;
  await world.send({ type: 'SIGN_OUT' });
  world.server.requests.length = 0;
  world.server.recordRequests.length = 0;
  expect(await world.send(stats)).toEqual(refusal('signed-out', 'Nobody is signed in.'));
  expect([...world.server.requests, ...world.server.recordRequests]).toEqual([]);
});

test('a token that is refused is refreshed once, and the next question is answered', async () => {
  const world = await reviewed();
  world.server.revokeAccess();
  expect(await world.send(history)).toMatchObject({ ok: false });
  await world.settle();
  expect(await world.send(history)).toMatchObject({ ok: true, total: 2 });
  expect(world.server.recordRequests).toEqual(['sessions 1 1', 'sessions 1 1']);
  expect(world.server.requests).toEqual(['refresh']);
});
