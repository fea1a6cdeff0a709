import type { EpochMs } from '../domain/time.ts';
import { isFailed } from './charts.ts';
import type { Change, Message } from './decide.ts';
import type { Item, Lanes } from './lanes.ts';

/** How many items that the server refused are kept for a person to look at. */
const REFUSED_MAX = 50;

const isRefused = (value: unknown): boolean =>
  isFailed({ value }) && (value as { failed: unknown }).failed === 'refused';

/**
 * What leaves with a refused item. A session that the server does not take goes with all that waits behind it, but its
 * time stays in the history, as not delivered; a correction or deletion is given up as a person would give it up.
 */
const leaving = (refused: Item, lanes: Lanes, at: EpochMs): Message[] => {
  const { kind, session_id } = refused.item;
  if (kind === 'session.correct' || kind === 'session.delete')
    return [{ chart: 'syncItem', id: refused.id, event: { type: 'item.discard', at } }];
  return lanes
    .of(session_id)
    .map(({ id }): Message => ({ chart: 'syncItem', id, event: { type: 'item.superseded', at } }));
};

/**
 * What makes room where more was refused than is kept: the oldest leave. One that was refused just now stays, whatever
 * its age, since nobody can have seen it.
 */
export const evictRefused = (lanes: Lanes, changes: readonly Change[], at: EpochMs): Message[] => {
  const fresh = new Set(changes.flatMap(({ after }) => (after && isRefused(after.value) ? [after.id] : [])));
  if (fresh.size === 0) return [];
  const refused = lanes.inState('refused');
  const surplus = refused.length - REFUSED_MAX;
  if (surplus <= 0) return [];
  const oldest = refused
    .filter((id) => !fresh.has(id))
    .sort()
    .slice(0, surplus);
  return oldest.flatMap((id) => {
    const item = lanes.find(id);
    return item ? leaving(item, lanes, at) : [];
  });
};
