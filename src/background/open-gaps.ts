import * as v from 'valibot';
import type { PullRequest } from '../domain/pull-request.ts';
import type { ReviewLog } from '../domain/session.ts';
import { toEpochMs } from '../domain/time.ts';
import type { GapView } from '../domain/view.ts';
import { HISTORY_PREFIX, type Instance } from './charts.ts';
import type { StoredSession } from './stored-session.ts';

/** Undecided gaps of ended sessions that the head remembers; of more, the oldest are left uncounted. */
const GAPS_MAX = 20;

/** An undecided gap of an ended session, as the head keeps it. */
export const StoredOpenGap = v.object({
  sessionId: v.string(),
  start: v.number(),
  end: v.number(),
  because: v.picklist(['idle', 'locked', 'asleep']),
  host: v.string(),
  owner: v.string(),
  repo: v.string(),
  number: v.number(),
  title: v.nullable(v.string()),
});
type StoredOpenGap = v.InferOutput<typeof StoredOpenGap>;

const newestFirst = (a: StoredOpenGap, b: StoredOpenGap): number => b.end - a.end;

const gapsOf = (row: StoredSession): StoredOpenGap[] =>
  (row.gaps ?? []).map(({ start, end, because }) => ({
    sessionId: row.id,
    start: Date.parse(start),
    end: Date.parse(end),
    because,
    host: row.host,
    owner: row.repo_owner,
    repo: row.repo_name,
    number: row.pr_number,
    title: row.pr_title,
  }));

/** The undecided gaps of ended sessions after a commit that writes or removes these records. */
export const nextGaps = (
  gaps: readonly StoredOpenGap[],
  writes: ReadonlyMap<string, unknown>,
  removals: ReadonlySet<string>,
): StoredOpenGap[] => {
  const rows = [...writes].filter(([key]) => key.startsWith(HISTORY_PREFIX));
  const touched = (id: string): boolean =>
    removals.has(HISTORY_PREFIX + id) || writes.has(HISTORY_PREFIX + id);
  return [
    ...gaps.filter(({ sessionId }) => !touched(sessionId)),
    ...rows.flatMap(([, row]) => gapsOf(row as StoredSession)),
  ]
    .sort(newestFirst)
    .slice(0, GAPS_MAX);
};

/** All undecided gaps, those of open sessions too, newest first. */
export const viewGaps = (ended: readonly StoredOpenGap[], sessions: readonly Instance[]): GapView[] => {
  const open = sessions.flatMap(({ context }) => {
    const log = context.log as ReviewLog | null;
    if (log === null) return [];
    const { host, owner, repo, number } = context.pullRequest as PullRequest;
    return log.gaps.map((gap) => ({
      ...gap,
      sessionId: log.id,
      host,
      owner,
      repo,
      number,
      title: log.title,
    }));
  });
  return [...open, ...ended]
    .sort(newestFirst)
    .map((gap) => ({ ...gap, start: toEpochMs(gap.start), end: toEpochMs(gap.end) }));
};
