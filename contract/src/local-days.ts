import type { DailyStat } from './stats.ts';

/** A span in epoch milliseconds. */
export type Span = readonly [start: number, end: number];

/** Counted time to be placed: so many seconds, spread over spans that are in order and do not overlap. */
export type CountedTime = { readonly durationSeconds: number; readonly spans: readonly Span[] };

/** Local days in order: the date of each, and the instants between them (one more than there are days), epoch ms. */
export type LocalDays = { readonly dates: readonly string[]; readonly boundaries: readonly number[] };

/**
 * Seconds and touched sessions of each day. A session's seconds are shared out along its spans and rounded
 * cumulatively, so that the shares of all days always add up to its duration.
 */
export function placeOnDays({ dates, boundaries }: LocalDays, times: Iterable<CountedTime>): DailyStat[] {
  const stats = dates.map((date) => ({ date, total_seconds: 0, session_count: 0 }));
  for (const { durationSeconds, spans } of times) {
    const totalMs = spans.reduce((sum, [start, end]) => sum + end - start, 0);
    if (totalMs <= 0 || durationSeconds <= 0) continue;
    const secondsUntil = (placedMs: number) => Math.floor((durationSeconds * placedMs) / totalMs);
    let day = dayAt(boundaries, spans[0]?.[0] ?? 0);
    let placedMs = placedBefore(spans, boundaries[day] ?? 0);
    for (; day < stats.length; day += 1) {
      const stat = stats[day];
      const until = placedBefore(spans, boundaries[day + 1] ?? 0);
      if (stat !== undefined && until > placedMs) {
        stat.total_seconds += secondsUntil(until) - secondsUntil(placedMs);
        stat.session_count += 1;
      }
      placedMs = until;
      if (placedMs >= totalMs) break;
    }
  }
  return stats;
}

function placedBefore(spans: readonly Span[], instant: number): number {
  return spans.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, instant) - start), 0);
}

function dayAt(boundaries: readonly number[], instant: number): number {
  let low = 0;
  let high = boundaries.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((boundaries[middle] ?? 0) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
