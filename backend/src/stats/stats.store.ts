import type { CountedTime, Span } from '@worktime/contract';
import * as v from 'valibot';

type CountedRow = [
  startMs: number,
  endMs: number,
  durationSeconds: number,
  sentDurationSeconds: number | null,
  sentIntervals: string | null,
];

const StoredSpans = v.array(v.tuple([v.number(), v.number()]));

/** The counted time of every session that ended after `since` (epoch ms). Reads those rows and no others. */
export async function countedTimes(
  database: D1Database,
  userId: string,
  since: number,
): Promise<CountedTime[]> {
  const rows = await database
    .prepare(
      `SELECT start_ms, end_ms, duration_seconds, sent_duration_seconds, sent_intervals FROM sessions
       WHERE user_id = ?1 AND deleted_at_ms IS NULL AND end_ms IS NOT NULL AND end_ms > ?2`,
    )
    .bind(userId, since)
    .raw<CountedRow>();
  return rows.map((row) => ({ durationSeconds: row[2], spans: spansOf(row) }));
}

/** The zone in which the person last started a session, or null where there is none. One row read. */
export async function latestTimeZone(database: D1Database, userId: string): Promise<string | null> {
  return database
    .prepare(
      `SELECT time_zone FROM sessions WHERE user_id = ? AND deleted_at_ms IS NULL
       ORDER BY start_ms DESC, id DESC LIMIT 1`,
    )
    .bind(userId)
    .first<string>('time_zone');
}

/** A row's intervals while they still fit the entry as corrected, else its duration from the start on. */
function spansOf([startMs, endMs, durationSeconds, sentDurationSeconds, sentIntervals]: CountedRow): Span[] {
  if (sentIntervals !== null && sentDurationSeconds === durationSeconds) {
    const spans = v.parse(StoredSpans, JSON.parse(sentIntervals));
    const [first, last] = [spans[0], spans.at(-1)];
    if (first !== undefined && last !== undefined && first[0] >= startMs && last[1] <= endMs) return spans;
  }
  return [[startMs, startMs + durationSeconds * 1000]];
}
