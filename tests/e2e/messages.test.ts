import { expect, it } from 'vitest';
import { activeSession, backendKeeps, eventually } from '../support/expectations.ts';
import { startWorld } from '../support/world.ts';

const review = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 };

it('a session by hand lasts from START_SESSION to END_SESSION and needs no open tab', async () => {
  const world = await startWorld();
  await world.signIn();

  expect(await world.send({ type: 'START_SESSION', data: review })).toMatchObject({ ok: true });
  expect(await activeSession(world)).toMatchObject(review);
  await world.stopWorker();
  expect(await world.send({ type: 'END_SESSION' })).toMatchObject({ ok: true });
  await backendKeeps(world, ['acme/rocket #7 completed']);
  await eventually(() => activeSession(world)).toBeUndefined();
});

const refused = [
  null,
  42,
  'START_SESSION',
  [],
  {},
  { type: 'NO_SUCH_TYPE' },
  { type: 'START_SESSION' },
  { type: 'START_SESSION', data: { ...review, pr_number: '7' } },
  { type: 'START_SESSION', data: { ...review, pr_number: 0 } },
  { type: 'START_SESSION', data: { ...review, pr_number: 1.5 } },
  { type: 'START_SESSION', data: { ...review, repo_owner: '' } },
  { type: 'START_SESSION', data: { ...review, extra: true } },
  { type: 'START_SESSION', data: { ...review, repo_name: 'x'.repeat(1_000_000) } },
  { type: 'END_SESSION', data: { id: 'not an id' } },
];

it('a malformed message is answered with an error and changes nothing', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.send({ type: 'SYNC_NOW' });
  await eventually(async () => (await world.derived()).head).toMatchObject({
    head: { filled: { count: 0 } },
  });
  const before = await world.stored();
  for (const message of refused) {
    expect(await world.send(message), JSON.stringify(message)?.slice(0, 100)).toMatchObject({
      ok: false,
      error: { code: expect.any(String), message: expect.any(String) },
    });
  }
  expect(await world.stored()).toEqual(before);
});
