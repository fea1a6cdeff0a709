import type { EpochMs } from '../domain/time.ts';
import type { RecentSessionView } from '../domain/view.ts';

/** The sessions that began on one local day. */
interface Day {
  /** As `2026-07-14`. */
  day: string;
  sessions: RecentSessionView[];
  /** Counted time of all of them. */
  seconds: number;
}

/** Groups sessions by the local day on which they began, in the order in which they come. */
export const groupByDay = (sessions: readonly RecentSessionView[], dayOf: (at: EpochMs) => string): Day[] => {
  const days = new Map<string, Day>();
  for (const session of sessions) {
    const day = dayOf(session.startedAt);
    const known = days.get(day) ?? { day, sessions: [], seconds: 0 };
    known.sessions.push(session);
    known.seconds += session.durationSeconds;
    days.set(day, known);
  }
  return [...days.values()];
};

/** The days with their first `rows` sessions in all; what each day comes to stays. */
export const firstOf = (days: readonly Day[], rows: number): Day[] => {
  let left = rows;
  return days.flatMap((day) => {
    const sessions = day.sessions.slice(0, left);
    left -= sessions.length;
    return sessions.length === 0 ? [] : [{ ...day, sessions }];
  });
};
