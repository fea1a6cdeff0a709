import type { HistoryEntry } from '../../src/ui/history-entry.ts';
import { now, uuid } from './sessions.ts';

const repositories = [
  'acme/rocket',
  'preactjs/preact',
  'vitejs/vite',
  'statelyai/xstate',
  'microsoft/TypeScript',
];
const titles = [
  'Re-arm delayed transitions when a persisted snapshot is restored',
  'Keep the order of keyed children when a fragment moves',
  'Answer a replayed request with the first result',
  null,
  'Show the number of unresolved conversations beside the merge button',
  'Fix typo',
  'Pin algorithm, issuer and audience',
];

/** One of each element in turn. */
const turn = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Ended sessions of the last weeks, as this browser stores them, newest first; every `waitingEach`th is not synced. */
export const storedHistory = (count: number, waitingEach = Number.POSITIVE_INFINITY) =>
  Array.from({ length: count }, (_, index) => {
    const [repo_owner = '', repo_name = ''] = turn(repositories, index * 7).split('/');
    const start = now - (index + 1) * 5.3 * 3_600_000 - (index % 3) * 1_740_000;
    const seconds = 300 + ((index * 1_777) % 5_400);
    const iso = (ms: number) => new Date(ms).toISOString();
    return {
      id: uuid(index + 1),
      host: 'github.com',
      repo_owner,
      repo_name,
      pr_number: 100 + (index % 37),
      pr_title: turn(titles, index % 37),
      start_time: iso(start),
      end_time: iso(start + seconds * 1000 + 60_000),
      duration_seconds: seconds,
      time_zone: 'Europe/Berlin',
      intervals: [[iso(start), iso(start + seconds * 1000)]] as [string, string][],
      backend_id: `b-${index}`,
      synced: (index + 1) % waitingEach !== 0,
    };
  });

/** The same as the storage of the extension. */
export const historyStorage = (count: number, waitingEach?: number): Record<string, unknown> =>
  Object.fromEntries(storedHistory(count, waitingEach).map((row) => [`sessionHistory/${row.id}`, row]));

/** What the backend answers about such a session. */
export const resourceOf = ({
  id,
  backend_id,
  intervals: _,
  synced: __,
  ...row
}: ReturnType<typeof storedHistory>[number]) => ({
  ...row,
  client_id: id,
  session_id: backend_id,
  status: 'completed',
});

/** A session as pages read it. */
export const entryOf = ({
  id,
  backend_id,
  time_zone: _,
  ...row
}: ReturnType<typeof storedHistory>[number]): HistoryEntry => ({
  ...row,
  client_id: id,
  session_id: backend_id,
});
