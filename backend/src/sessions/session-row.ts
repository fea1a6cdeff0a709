import type { SessionResource } from '@worktime/contract';
import { uuidv7 } from 'uuidv7';
import type { EndTerms, SessionTerms, StartTerms } from './session-terms.ts';

/** A session as the table holds it. `sent_*` is what the client sent; the columns beside it are what counts now. */
export type SessionRow = {
  id: string;
  client_id: string;
  host: string;
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  pr_title: string | null;
  time_zone: string;
  start_ms: number;
  end_ms: number | null;
  duration_seconds: number | null;
  sent_start_ms: number;
  sent_end_ms: number | null;
  sent_duration_seconds: number | null;
  sent_intervals: string | null;
  deleted_at_ms: number | null;
};

/** The columns of a row that its resource is made of, for a statement. */
export const RESOURCE_COLUMNS = `id, client_id, host, repo_owner, repo_name, pr_number, pr_title, time_zone, start_ms,
  end_ms, duration_seconds`;

/** The columns of a `SessionRow`, for a statement. */
export const SESSION_COLUMNS = `${RESOURCE_COLUMNS}, sent_start_ms, sent_end_ms, sent_duration_seconds, sent_intervals,
  deleted_at_ms`;

/** What a resource is made of. */
export type ResourceRow = Pick<
  SessionRow,
  | 'id'
  | 'client_id'
  | 'host'
  | 'repo_owner'
  | 'repo_name'
  | 'pr_number'
  | 'pr_title'
  | 'time_zone'
  | 'start_ms'
  | 'end_ms'
  | 'duration_seconds'
>;

/** The resource that clients see of a row. */
export function toResource(row: ResourceRow): SessionResource {
  return {
    session_id: row.id,
    client_id: row.client_id,
    repo_owner: row.repo_owner,
    repo_name: row.repo_name,
    pr_number: row.pr_number,
    start_time: new Date(row.start_ms).toISOString(),
    end_time: row.end_ms === null ? null : new Date(row.end_ms).toISOString(),
    duration_seconds: row.duration_seconds,
    status: row.end_ms === null ? 'active' : 'completed',
    host: row.host,
    pr_title: row.pr_title,
    time_zone: row.time_zone,
  };
}

/** The row of a session that is made under these terms. Ids in the order of time keep new entries of the index together. */
export function rowOf({ start, ending }: SessionTerms): SessionRow {
  const { clientId, host, owner, repo, number, title, timeZone, startMs } = start;
  const [endMs, durationSeconds] = ending === null ? [null, null] : [ending.endMs, ending.durationSeconds];
  return {
    id: uuidv7(),
    client_id: clientId,
    host,
    repo_owner: owner,
    repo_name: repo,
    pr_number: number,
    pr_title: title,
    time_zone: timeZone,
    start_ms: startMs,
    end_ms: endMs,
    duration_seconds: durationSeconds,
    sent_start_ms: startMs,
    sent_end_ms: endMs,
    sent_duration_seconds: durationSeconds,
    sent_intervals: intervalsText(ending?.intervals ?? null),
    deleted_at_ms: null,
  };
}

/** Whether these are the terms under which the row was made: then a start is its replay. */
export function isSameStart(row: SessionRow, start: StartTerms): boolean {
  return (
    row.host === start.host &&
    row.repo_owner === start.owner &&
    row.repo_name === start.repo &&
    row.pr_number === start.number &&
    row.pr_title === start.title &&
    row.sent_start_ms === start.startMs &&
    row.time_zone === start.timeZone
  );
}

/** Whether these are the terms under which the row was ended: by its client, or else by a correction. */
export function isSameEnding(row: SessionRow, { endMs, durationSeconds, intervals }: EndTerms): boolean {
  if (row.sent_end_ms === null) return row.end_ms === endMs && row.duration_seconds === durationSeconds;
  return (
    row.sent_end_ms === endMs &&
    row.sent_duration_seconds === durationSeconds &&
    row.sent_intervals === intervalsText(intervals)
  );
}

/** Intervals as the table holds them. */
export function intervalsText(intervals: EndTerms['intervals']): string | null {
  return intervals === null ? null : JSON.stringify(intervals);
}
