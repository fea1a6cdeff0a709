import { type DailyStat, type LocalDays, placeOnDays, type Span } from '@worktime/contract';
import { type HistoryEntry, timeOf } from '../history-entry.ts';

/** What some of the entries have in common, and what they come to. */
export interface Summary {
  host: string;
  owner: string;
  repo: string;
  /** The pull request; `null` for a repository as a whole. */
  number: number | null;
  /** The newest title that is known, of a pull request. */
  title: string | null;
  seconds: number;
  sessions: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const edges = ({ boundaries }: LocalDays): Span => [boundaries[0] ?? 0, boundaries.at(-1) ?? 0];

/** Counted seconds of an entry that lie within these days. */
const secondsWithin = (entry: HistoryEntry, days: LocalDays): number => {
  const time = timeOf(entry);
  const [from, to] = edges(days);
  if (time.spans.every(([start, end]) => start >= from && end <= to)) return entry.duration_seconds;
  return placeOnDays(days, [time]).reduce((sum, { total_seconds }) => sum + total_seconds, 0);
};

/** The entries that have time within these days, in the order in which they come. */
export const within = <T extends HistoryEntry>(entries: readonly T[], days: LocalDays): T[] =>
  entries.filter((entry) => secondsWithin(entry, days) > 0);

const sumBy = (
  entries: readonly HistoryEntry[],
  days: LocalDays,
  keyOf: (entry: HistoryEntry) => Pick<Summary, 'number' | 'title'>,
): Summary[] => {
  const sums = new Map<string, Summary>();
  for (const entry of entries) {
    const { host, repo_owner: owner, repo_name: repo } = entry;
    const { number, title } = keyOf(entry);
    const key = JSON.stringify([host, owner, repo, number]);
    const sum = sums.get(key) ?? { host, owner, repo, number, title, seconds: 0, sessions: 0 };
    sum.title ??= title;
    sum.seconds += secondsWithin(entry, days);
    sum.sessions += 1;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => b.seconds - a.seconds);
};

/** What each repository comes to within these days, the longest first. */
export const byRepository = (entries: readonly HistoryEntry[], days: LocalDays): Summary[] =>
  sumBy(entries, days, () => ({ number: null, title: null }));

/** What each pull request comes to within these days, the longest first. */
export const byPullRequest = (entries: readonly HistoryEntry[], days: LocalDays): Summary[] =>
  sumBy(entries, days, ({ pr_number: number, pr_title: title }) => ({ number, title }));

/** What each local day comes to: a row for every day, oldest first. */
export const byDay = (entries: readonly HistoryEntry[], days: LocalDays): DailyStat[] =>
  placeOnDays(days, entries.map(timeOf));

const nextLocalHour = (at: number): number => {
  const local = new Date(at);
  const past = local.getMinutes() * MINUTE_MS + local.getSeconds() * 1000 + local.getMilliseconds();
  return at + HOUR_MS - past;
};

/** Counted seconds in each of the day's 24 hours, by the clocks of this machine, over all of these days. */
export const byHour = (entries: readonly HistoryEntry[], days: LocalDays): number[] => {
  const hours = new Array<number>(24).fill(0);
  const [from, to] = edges(days);
  for (const entry of entries) {
    const { spans, durationSeconds } = timeOf(entry);
    const totalMs = spans.reduce((sum, [start, end]) => sum + end - start, 0);
    const share = totalMs > 0 ? durationSeconds / totalMs : 0;
    for (const [start, end] of spans)
      for (let at = Math.max(start, from); at < Math.min(end, to); ) {
        const until = Math.min(nextLocalHour(at), end, to);
        const hour = new Date(at).getHours();
        hours[hour] = (hours[hour] ?? 0) + (until - at) * share;
        at = until;
      }
  }
  return hours;
};
