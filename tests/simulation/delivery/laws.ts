import type { ModelSession } from './model-sessions.ts';
import type { Row, Truth } from './truth.ts';
import type { World } from './world.ts';

const countedMs = (intervals: readonly [string, string][]): number =>
  intervals.reduce((sum, [start, end]) => sum + Date.parse(end) - Date.parse(start), 0);

const judgeRow = (row: Row, kept: readonly ModelSession[], owner: string | null): string[] => {
  const [session] = kept;
  if (!session) return [`${row.id} never reached the backend`];
  if (kept.length > 1) return [`${row.id} is kept ${kept.length} times`];
  const { start, ending, user } = session;
  const found: string[] = [];
  if (owner !== null && user !== owner) found.push(`${row.id} of ${owner} was delivered as ${user}'s`);
  if (start.start_time !== row.start_time) found.push(`${row.id} began otherwise`);
  if (ending === null) return [...found, `${row.id} never ended at the backend`];
  const { end_time, duration_seconds } = ending;
  if (end_time !== row.end_time || duration_seconds !== row.duration_seconds)
    found.push(`${row.id} ended otherwise: ${JSON.stringify([ending, row])}`);
  if (Math.floor(countedMs(row.intervals) / 1000) !== row.duration_seconds)
    found.push(`${row.id} counted ${row.duration_seconds} s of ${countedMs(row.intervals)} ms`);
  if (!row.synced) found.push(`${row.id} is delivered and not marked so`);
  return found;
};

/** The durations that a person knows: nothing happened meanwhile that time may be lost by. */
const judgeDurations = ({ reviews, rows }: Truth): string[] =>
  [...reviews.values()].flatMap((review) => {
    if (!review.ended || review.isDisturbed) return [];
    const row = rows.get(review.id);
    if (!row) return [`the review ${review.id} left nothing behind`];
    const least = Math.floor((review.ended[0] - review.began[1]) / 1000);
    const most = Math.floor((review.ended[1] - review.began[0]) / 1000);
    return row.duration_seconds >= least && row.duration_seconds <= most
      ? []
      : [`${review.id} counted ${row.duration_seconds} s, not ${least} to ${most}`];
  });

/** What holds of a world once it has healed and time went on. Answers what does not. */
export const judgeEnd = (world: World, truth: Truth): string[] => {
  const { disk, memory, backend } = world;
  const kept = new Map<string, ModelSession[]>();
  for (const session of backend.sessions.all())
    kept.set(session.client_id, [...(kept.get(session.client_id) ?? []), session]);
  const found = [...truth.rows.values()].flatMap((row) =>
    judgeRow(row, kept.get(row.id) ?? [], truth.owners.get(row.id) ?? null),
  );
  for (const id of kept.keys())
    if (!truth.rows.has(id)) found.push(`the backend keeps ${id}, which nobody made`);
  for (const prefix of ['syncQueue/', 'failedSyncItems/', 'session/', 'quarantine/'])
    for (const left of disk.below(prefix)) if (left) found.push(`left in ${prefix}: ${JSON.stringify(left)}`);
  if (disk.read('activeSession')) found.push('a session is still active');
  const view = memory.read('view') as
    | { sync: { state: string; pending: number; failed: number } }
    | undefined;
  if (
    view &&
    (view.sync.pending > 0 || view.sync.failed > 0 || !/^(synced|signed-out|offline)$/.test(view.sync.state))
  )
    found.push(`the popup says ${JSON.stringify(view.sync)} where all is synced`);
  return [...found, ...judgeDurations(truth)];
};
