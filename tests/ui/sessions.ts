import type { DayTotal } from '../../src/domain/local-days.ts';
import { type EpochMs, plus, toEpochMs } from '../../src/domain/time.ts';
import type { OpenSessionView, RecentSessionView, SyncView } from '../../src/domain/view.ts';

/** The instant at which every fixture is looked at. */
export const now: EpochMs = toEpochMs(Date.parse('2026-03-11T14:30:00Z'));

/** So many minutes, in milliseconds. */
const minutes = (count: number): number => count * 60_000;
/** A session's id. */
export const uuid = (count: number): string => `01957b00-0000-7000-8000-${String(count).padStart(12, '0')}`;

/** A review that counts. */
export const current: OpenSessionView = {
  host: 'github.com',
  owner: 'statelyai',
  repo: 'xstate',
  number: 5331,
  title: 'Re-arm delayed transitions when a persisted snapshot is restored',
  id: uuid(900),
  state: 'counting',
  startedAt: plus(now, -minutes(31)),
  countedMs: minutes(12) + 5_000,
  countingSince: plus(now, -minutes(11)),
  pausedBecause: null,
  dueAt: null,
  can: ['pause', 'end'],
};

/** Delivery with nothing left to do. */
export const synced: SyncView = {
  state: 'synced',
  pending: 0,
  failed: 0,
  nextAttemptAt: null,
  lastSyncTime: plus(now, -minutes(3)),
};

/** A session that ended some minutes ago. */
export const ended = (
  count: number,
  endedMinutesAgo: number,
  more: Partial<RecentSessionView>,
): RecentSessionView => ({
  host: 'github.com',
  owner: 'preactjs',
  repo: 'preact',
  number: 4800 + count,
  title: 'Keep the order of keyed children when a fragment moves',
  id: uuid(count),
  startedAt: plus(now, -minutes(endedMinutesAgo + 25)),
  endedAt: plus(now, -minutes(endedMinutesAgo)),
  durationSeconds: 60 * 19 + 40,
  sync: 'synced',
  problem: null,
  can: [],
  ...more,
});

/** Some sessions of four days. */
export const recent: RecentSessionView[] = [
  ended(1, 45, {}),
  ended(2, 130, {
    owner: 'refined-github',
    repo: 'refined-github',
    number: 9120,
    title: 'Show the number of unresolved conversations beside the merge button',
    durationSeconds: 3_900,
  }),
  ended(3, 1_500, { owner: 'vitejs', repo: 'vite', number: 21044, title: null, durationSeconds: 42 }),
  ended(4, 1_700, { title: 'Fix typo', durationSeconds: 7_200 }),
  ended(5, 4_400, { owner: 'microsoft', repo: 'TypeScript-Website', number: 3312 }),
];

/** What the last seven days came to, but for the third day before today, on which nothing counted. */
export const days: DayTotal[] = [
  { date: '2026-03-05', seconds: 5_400 },
  { date: '2026-03-06', seconds: 9_900 },
  { date: '2026-03-07', seconds: 1_260 },
  { date: '2026-03-09', seconds: 12_600 },
  { date: '2026-03-10', seconds: 7_242 },
  { date: '2026-03-11', seconds: 5_805 },
];
