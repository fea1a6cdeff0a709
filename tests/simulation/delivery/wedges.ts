import type { World } from './world.ts';

/** A stored statechart, in whichever record. */
interface Stored {
  value: unknown;
  context: { dueAt?: number | null; asking?: boolean };
  owed?: { type: string }[];
}

interface StoredItem {
  id: string;
  session_id: string;
  user_id: string | null;
  nextAttemptAt: number | null;
  snapshot: Stored;
}

const COUNTING = JSON.stringify({ active: 'counting' });

/** How late an alarm may be set for a deadline: a worker that died of one alarm is woken by the next a minute later. */
const LATE_MS = 60_000 + 1_000;

const deadlineOfItem = ({ snapshot, nextAttemptAt }: StoredItem): number | null =>
  snapshot.value === 'retrying' ? nextAttemptAt : null;

/**
 * States that nothing stored leads out of. Every state that is not final has a deadline of its own, or an effect that
 * the next worker finds owed, or waits for a person or for the next sync.
 */
const stuckStates = ({ disk }: World): string[] => {
  const found: string[] = [];
  const owes = ({ owed }: Stored): boolean => (owed ?? []).length > 0;
  const sessions = disk.below('session/') as (Stored | null)[];
  if (sessions.filter((stored) => JSON.stringify(stored?.value) === COUNTING).length > 1)
    found.push('two sessions count at once');
  for (const stored of sessions)
    if (stored && stored.value !== 'idle' && typeof stored.context.dueAt !== 'number')
      found.push(`a session stands in ${JSON.stringify(stored.value)} without a deadline`);
  for (const item of disk.below('syncQueue/') as (StoredItem | null)[]) {
    if (!item) continue;
    const { value } = item.snapshot;
    if (value === 'retrying' && item.nextAttemptAt === null)
      found.push(`the item ${item.id} retries without a deadline`);
    if (value === 'sending' && !owes(item.snapshot)) found.push(`the item ${item.id} is sent by nobody`);
  }
  const auth = disk.read('auth') as Stored | undefined;
  const isAsking = auth?.context.asking === true || JSON.stringify(auth ?? null).includes('"signingIn"');
  if (auth && isAsking && !owes(auth)) found.push(`the sign-in waits for nobody's answer`);
  return found;
};

/** When a worker syncs next by what it left in memory; `null` where that is lost, or behind the records. */
const plannedSync = ({ memory }: World): number | null => {
  const kept = memory.read('head') as { isBehind: boolean; head: { nextSyncAt: number | null } } | undefined;
  return kept?.isBehind === false ? kept.head.nextSyncAt : null;
};

/** How long after a commit another worker counts what waits, where this one died before it came to rest. */
const REST_MS = 60_000;

/** Deadlines on the disk, with what they are of. */
const deadlines = (world: World): [at: number, of: string][] => {
  const { disk, network } = world;
  const auth = disk.read('auth') as Stored | undefined;
  const canDeliver = network.isOnline && auth?.value === 'valid';
  const items = disk.below('syncQueue/') as (StoredItem | null)[];
  const found: [number | null | undefined, string][] = [
    [plannedSync(world), 'the next sync'],
    [auth?.context.dueAt, 'the sign-in'],
    ...(disk.below('session/') as (Stored | null)[]).map(
      (stored) => [stored?.context.dueAt, 'a session'] as [number | null | undefined, string],
    ),
    ...items.flatMap((item): [number | null, string][] => {
      const at = item && deadlineOfItem(item);
      return item && (canDeliver || (at ?? 0) > world.clock.now()) ? [[at, `the item ${item.id}`]] : [];
    }),
  ];
  return found.flatMap(([at, of]) => (typeof at === 'number' ? [[at, of] as [number, string]] : []));
};

/** Deadlines that no alarm leads to, and items that no sync is planned for: while none lives, or a worker rests. */
const uncovered = (world: World): string[] => {
  const alarmAt = world.alarm.at() ?? Number.POSITIVE_INFINITY;
  const late = deadlines(world)
    .filter(([at]) => alarmAt > Math.max(at, world.clock.now()) + LATE_MS)
    .map(([at, of]) => `no alarm leads to ${of}, due in ${at - world.clock.now()} ms`);
  const refused = (world.disk.below('failedSyncItems/') as (StoredItem | null)[]).map(
    (item) => item?.session_id,
  );
  const isOwing = (world.disk.below('syncQueue/') as (StoredItem | null)[]).some(
    (item) => item && !refused.includes(item.session_id),
  );
  const isCounted = plannedSync(world) !== null || alarmAt <= world.clock.now() + REST_MS + LATE_MS;
  return isOwing && !isCounted ? [...late, 'items wait, and no sync is planned nor a count of them'] : late;
};

/** How long a write that was refused may wait for its next try, in ms. */
const AGAIN_MS = 1_500;

/** What a living worker that has nothing under way should have done by now. */
const undone = (world: World): string[] => {
  const { disk, network } = world;
  const since = world.refused.unsavedSince();
  if (since !== null)
    return world.timeline.now() > since + AGAIN_MS ? ['a refused write was not tried again'] : [];
  const isRefusing = world.timeline.now() <= world.refused.lastAt() + AGAIN_MS;
  if (isRefusing || world.workers.isBusy() || !world.workers.hasLookedAround()) return [];
  const auth = disk.read('auth') as (Stored & { context: { user: string | null } }) | null | undefined;
  const found = (auth?.owed ?? []).map(({ type }) => `the sign-in owes ${type}, and nobody does it`);
  if (!network.isOnline || auth?.value !== 'valid') return found;
  for (const item of disk.below('syncQueue/') as (StoredItem | null)[])
    if (item && item.user_id === auth.context.user && (item.snapshot.owed ?? []).length > 0)
      found.push(`the item ${item.id} is owed, and nobody sends it`);
  return found;
};

/** What can never go on by itself, as the disk and the alarm stand now. */
export const findWedges = (world: World): string[] => {
  const isCovered = !world.workers.isBusy() && !world.alarm.isLost();
  return [
    ...stuckStates(world),
    ...(world.workers.isAlive() ? undone(world) : []),
    ...(isCovered ? uncovered(world) : []),
  ];
};
