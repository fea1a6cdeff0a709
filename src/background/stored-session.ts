import type { BeginCause, EndCause, InputKind } from '../domain/cause.ts';
import type { Gap, Unattended } from '../domain/gap.ts';
import type { CountedInterval } from '../domain/interval.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import { durationSeconds, type EndedSession, type ReviewLog } from '../domain/session.ts';
import { plus, toIso } from '../domain/time.ts';
import type { EndBody, StartBody } from '../ports/session-api.ts';

/** When a session was and how much of it counted. */
export interface Terms {
  start_time: string;
  end_time: string;
  duration_seconds: number;
  intervals: [start: string, end: string][];
  /** Why each interval began and ended and what it rests on, in their order; absent where it was not noted. */
  causes?: StoredCause[];
}

/** Time in which nobody was there, and why that was thought. */
export interface StoredGap {
  start: string;
  end: string;
  because: Unattended;
}

/** The causes and the evidence of one interval. */
export interface StoredCause {
  began: BeginCause | null;
  ended: EndCause | null;
  input_at: string | null;
  input: InputKind | null;
}

/** One ended session as the history keeps it (`sessionHistory/<id>`). The names are the seed's. */
export interface StoredSession extends Terms {
  id: string;
  host: string;
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  pr_title: string | null;
  time_zone: string;
  /** Whose it is, where that is known. */
  user_id?: string | null;
  backend_id?: string;
  synced: boolean;
  /** Gaps that the person has not decided about. */
  gaps?: StoredGap[];
  /** What the backend was told first, where the session was corrected after that. */
  original?: Terms;
  /** What the backend holds, while a correction is on its way. */
  agreed?: Terms;
}

/** The longest list of intervals that travels; of a session that changed more often only the sum does. */
const MAX_INTERVALS = 1_000;

/** The start of a session that is open. */
export const startBody = (pullRequest: PullRequest, log: ReviewLog): StartBody => ({
  client_id: log.id,
  repo_owner: pullRequest.owner,
  repo_name: pullRequest.repo,
  pr_number: pullRequest.number,
  ...(log.title === null ? {} : { pr_title: log.title }),
  host: pullRequest.host,
  start_time: toIso(log.startedAt),
  time_zone: log.timeZone,
});

/** The start of a session as the backend was, or is to be, told it first: its replay is equal to it. */
export const startBodyOf = (row: StoredSession): StartBody => ({
  client_id: row.id,
  repo_owner: row.repo_owner,
  repo_name: row.repo_name,
  pr_number: row.pr_number,
  ...(row.pr_title === null ? {} : { pr_title: row.pr_title }),
  host: row.host,
  start_time: (row.original ?? row).start_time,
  time_zone: row.time_zone,
});

const storedCause = ({ began, ended, inputAt, input }: CountedInterval): StoredCause => ({
  began,
  ended,
  input_at: inputAt === null ? null : toIso(inputAt),
  input,
});

/** A gap as the history keeps it. */
export const storedGap = ({ start, end, because }: Gap): StoredGap => ({
  start: toIso(start),
  end: toIso(end),
  because,
});

/**
 * When a session was: where the clock was set back behind its start meanwhile, the time that counted is laid from the
 * start on, since its instants say nothing any more.
 */
const storedTerms = ({ startedAt, endedAt, intervals }: EndedSession): Terms => {
  const duration_seconds = durationSeconds(intervals);
  const isInOrder = endedAt >= startedAt && intervals.every(({ start }) => start >= startedAt);
  const told = isInOrder ? intervals : [];
  return {
    start_time: toIso(startedAt),
    end_time: toIso(isInOrder ? endedAt : plus(startedAt, duration_seconds * 1000)),
    duration_seconds,
    intervals: told.map(({ start, end }) => [toIso(start), toIso(end)]),
    causes: told.map(storedCause),
  };
};

/** A session that has just ended, as the history keeps it. */
export const storedSession = (ended: EndedSession): StoredSession => ({
  id: ended.id,
  host: ended.pullRequest.host,
  repo_owner: ended.pullRequest.owner,
  repo_name: ended.pullRequest.repo,
  pr_number: ended.pullRequest.number,
  pr_title: ended.title,
  time_zone: ended.timeZone,
  ...storedTerms(ended),
  user_id: ended.userId,
  ...(ended.gaps.length === 0 ? {} : { gaps: ended.gaps.map(storedGap) }),
  ...(ended.backendId === null ? {} : { backend_id: ended.backendId }),
  synced: false,
});

const endBody = ({ end_time, duration_seconds, intervals }: Terms): EndBody => ({
  end_time,
  duration_seconds,
  ...(intervals.length > 0 && intervals.length <= MAX_INTERVALS ? { intervals } : {}),
});

/** The end of a session as the backend was, or is to be, told it first. */
export const endBodyOf = (row: StoredSession): EndBody => endBody(row.original ?? row);

/** The terms of a session, and nothing else of it. */
export const termsOf = ({ start_time, end_time, duration_seconds, intervals, causes }: Terms): Terms => ({
  start_time,
  end_time,
  duration_seconds,
  intervals,
  ...(causes === undefined ? {} : { causes }),
});
