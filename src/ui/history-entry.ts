import type { CountedTime, SessionResource } from '@worktime/contract';
import * as v from 'valibot';
import { countedTimeOf } from '../domain/local-days.ts';

/** A session that has ended, as the seed's history shows it: the backend's names, whichever side it was read from. */
export interface HistoryEntry {
  /** The extension's id of it. */
  client_id: string;
  /** The backend's id of it, where the backend has it. */
  session_id: string | null;
  host: string;
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  pr_title: string | null;
  start_time: string;
  end_time: string;
  duration_seconds: number;
  /** When it counted; empty where only the sum is known. */
  intervals: [start: string, end: string][];
  /** Whether the backend has it as it is here. */
  synced: boolean;
}

const Instant = v.pipe(v.string(), v.isoTimestamp());

/** One row of the history as it lies in storage, as far as pages read it. */
const StoredRow = v.pipe(
  v.object({
    id: v.string(),
    host: v.fallback(v.optional(v.string(), 'github.com'), 'github.com'),
    repo_owner: v.string(),
    repo_name: v.string(),
    pr_number: v.number(),
    pr_title: v.fallback(v.optional(v.nullable(v.string()), null), null),
    start_time: Instant,
    end_time: Instant,
    duration_seconds: v.pipe(v.number(), v.minValue(0)),
    intervals: v.fallback(v.optional(v.array(v.tuple([Instant, Instant])), []), []),
    backend_id: v.optional(v.string()),
    synced: v.fallback(v.optional(v.boolean(), false), false),
  }),
  v.transform(
    ({ id, backend_id, ...row }): HistoryEntry => ({ ...row, client_id: id, session_id: backend_id ?? null }),
  ),
);

/** Reads a stored row; `null` where it is none, as after a removal. */
export const readStoredRow = (stored: unknown): HistoryEntry | null => {
  const parsed = v.safeParse(StoredRow, stored);
  return parsed.success ? parsed.output : null;
};

/** A session that the backend holds; `null` while it has not ended. */
export const ofResource = (resource: SessionResource): HistoryEntry | null => {
  const { status: _, time_zone: __, end_time, duration_seconds, host, pr_title, ...rest } = resource;
  if (end_time === null || duration_seconds === null) return null;
  const told = { host: host ?? 'github.com', pr_title: pr_title ?? null, intervals: [], synced: true };
  return { ...rest, ...told, end_time, duration_seconds };
};

/** When an entry counted, as far as that is known. */
export const timeOf = (entry: HistoryEntry): CountedTime => countedTimeOf(entry);

/** Newest first, by the start. */
export const newestFirst = (a: HistoryEntry, b: HistoryEntry): number =>
  Date.parse(b.start_time) - Date.parse(a.start_time) || (a.client_id < b.client_id ? 1 : -1);
