import { type EpochMs, earliest } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { codecs, FAILED_PREFIX, HISTORY_PREFIX, QUEUE_PREFIX, SESSION_PREFIX } from './charts.ts';
import { DAYS_KEPT, nextDays } from './days.ts';
import { type Change, deadlineOf } from './decide.ts';
import { emptyHead, type Head, nextHead, owedOf } from './head.ts';
import { prunedDays } from './history.ts';

/**
 * Counts the head anew from everything that is stored, where none is kept or a worker died before it had kept it again.
 * What no record tells is taken over from `former`, if there is one; else a browser has just begun, and syncs at once.
 */
export const rebuildHead = async (store: Store, clock: Clock, former: Head): Promise<Head> => {
  const keys = await store.keys();
  const below = (...prefixes: string[]) =>
    keys.filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));
  const stored = await store.get(below(QUEUE_PREFIX, FAILED_PREFIX, HISTORY_PREFIX));
  const changes = below(QUEUE_PREFIX, FAILED_PREFIX).flatMap((key): Change[] => {
    const after = codecs.syncItem.decode(key.slice(key.indexOf('/') + 1), stored[key]);
    return after ? [{ before: null, after, event: null }] : [];
  });
  const rows = new Map(
    below(HISTORY_PREFIX).flatMap((key): [string, unknown][] =>
      stored[key] === undefined ? [] : [[key, stored[key]]],
    ),
  );
  const everyId = new Set(changes.flatMap(({ after }) => after?.item?.session_id ?? []));
  const head = nextHead(emptyHead, changes, rows, new Set(), everyId, clock.now());
  const { outageTold, offlineSince, filled, nextSyncAt } = former;
  return {
    ...head,
    outageTold: outageTold || (former === emptyHead && head.queue.exhausted > 0),
    offlineSince,
    filled,
    nextSyncAt: owedOf(head) > 0 ? (nextSyncAt ?? clock.now()) : null,
    retryAt: earliest(...changes.map(({ after }): EpochMs | null => after && deadlineOf(after))),
    days: nextDays(await prunedDays(store), clock.localDays(DAYS_KEPT), rows, new Set(), new Map()),
    sessions: below(SESSION_PREFIX).map((key) => key.slice(SESSION_PREFIX.length)),
  };
};
