import type { Person } from './person.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

const QUARTER_MS = 15 * 60_000;
const LIFETIME_MS = 900_000;

const isDelivered = ({ disk }: World): boolean =>
  ['syncQueue/', 'failedSyncItems/', 'session/'].every((prefix) => !disk.below(prefix).some(Boolean));

/** Whether the popup still counts what is delivered: the next sync counts anew. */
const isBehind = ({ memory }: World): boolean =>
  ((memory.read('view') as { sync: { pending: number } } | undefined)?.sync.pending ?? 0) > 0;

/**
 * Everything is well again; the person ends what is open, retries what was refused, and every person signs in once.
 */
export const heal = async (
  world: World,
  person: Person,
  truth: Truth,
  note: (what: string) => void,
): Promise<void> => {
  const isWell = (): boolean => isDelivered(world);
  note('healed');
  truth.disturb();
  world.heal();
  world.tabs.clear();
  world.workers.happen((app) => app.take({ at: world.clock.now(), byPerson: true }));
  world.workers.happen((app) => app.networkChanged());
  await world.advance(1_000);
  for (const review of truth.reviews.values())
    if (review.ended === null) await person.ask({ type: 'END_SESSION', data: { id: review.id } });
  await world.advance(QUARTER_MS + 60_000, isWell);
  for (const user of person.users) {
    if (isWell()) break;
    note(`${user} signs in again`);
    await person.signIn(user, LIFETIME_MS, 'storage');
    await world.advance(QUARTER_MS + 60_000, isWell);
  }
  if (!isWell()) {
    note('the person retries what failed');
    for (const user of person.users) {
      await person.signIn(user, LIFETIME_MS, 'storage');
      await person.retryFailed();
      await world.advance(60 * 60_000 + QUARTER_MS, isWell);
    }
  }
  await world.advance(1_000);
  if (isBehind(world)) await world.advance(QUARTER_MS + 60_000);
};
