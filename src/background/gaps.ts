import { without } from '../domain/gap.ts';
import type { Interval } from '../domain/interval.ts';
import type { ReviewLog } from '../domain/session.ts';
import { type EpochMs, toEpochMs, toIso } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { type Amendments, recordCorrection } from './amendments.ts';
import { HISTORY_PREFIX } from './charts.ts';
import { type CountedSpan, spansOf, termsFrom } from './counted-spans.ts';
import type { Draft } from './draft.ts';
import type { Runtime } from './runtime.ts';
import type { StoredSession } from './stored-session.ts';
import type { SyncQueue } from './sync-queue.ts';

interface GapParts {
  runtime: Runtime;
  queue: SyncQueue;
  amendments: Amendments;
  store: Store;
  clock: Clock;
}

/** A gap by its session and by when it began. */
interface GapName {
  id: string;
  start: number;
}

const GIVEN_BACK = { began: 'given-back', ended: 'given-back', input_at: null, input: null } as const;

const logsOf = (runtime: Runtime) =>
  runtime.charts().flatMap(({ id, context }) => {
    const log = context.log as ReviewLog | null | undefined;
    return log ? [{ key: id, log }] : [];
  });

/** Decides about gaps: each is counted or left for good. One commit, however many. */
export const createGaps = ({ runtime, queue, amendments, store, clock }: GapParts) => {
  /** Everything that counts already, of all sessions: no second is counted twice. */
  const takenTime = async (draft: Draft): Promise<Interval[]> => {
    const keys = (await store.keys()).filter((key) => key.startsWith(HISTORY_PREFIX));
    const rows = await Promise.all(keys.map((key) => draft.read(key)));
    const open = logsOf(runtime).flatMap(({ log }) => [
      ...log.intervals,
      ...(log.countingSince === null ? [] : [{ start: log.countingSince, end: clock.now() }]),
    ]);
    return [...open, ...rows.flatMap((row) => (row ? spansOf(row as StoredSession) : []))];
  };

  const settleEnded = (
    row: StoredSession,
    start: EpochMs,
    pieces: readonly Interval[],
    draft: Draft,
  ): void => {
    const gaps = (row.gaps ?? []).filter((gap) => gap.start !== toIso(start));
    const settled = { ...row, gaps };
    draft.writes.set(HISTORY_PREFIX + row.id, settled);
    const added = pieces.map((piece): CountedSpan => ({ ...piece, cause: GIVEN_BACK }));
    const spans = [...spansOf(row), ...added].sort((a, b) => a.start - b.start);
    const last = added.at(-1);
    if (last === undefined) return;
    const end = toEpochMs(Math.max(Date.parse(row.end_time), last.end));
    recordCorrection(
      settled,
      termsFrom(spans, row.start_time, toIso(end)),
      amendments.amending(draft, row.id),
    );
  };

  const settle = async (
    { id, start: startMs }: GapName,
    draft: Draft,
    piecesOf: (gap: Interval) => Interval[],
  ): Promise<boolean> => {
    const start = toEpochMs(startMs);
    const open = logsOf(runtime).find(({ log }) => log.id === id);
    const row = open ? undefined : ((await draft.read(HISTORY_PREFIX + id)) as StoredSession | undefined);
    const kept = row?.gaps?.find((gap) => gap.start === toIso(start));
    const gap =
      open?.log.gaps.find((found) => found.start === start) ??
      (kept ? { start, end: toEpochMs(Date.parse(kept.end)) } : undefined);
    if (row === undefined && open === undefined) draft.removals.add(HISTORY_PREFIX + id);
    if (gap === undefined) return false;
    const pieces = piecesOf(gap);
    if (row) settleEnded(row, start, pieces, draft);
    if (open)
      draft.send({
        chart: 'session',
        id: open.key,
        event: { type: 'gap.count', at: clock.now(), start, pieces },
      });
    return true;
  };

  return {
    /** Counts gaps, as far as no session counts that time already, or leaves them. Answers how many there were. */
    decide: async (names: readonly GapName[], isCounted: boolean): Promise<number> => {
      let settled = 0;
      await queue.load();
      await runtime.alter(async (draft) => {
        settled = 0;
        const taken = isCounted ? await takenTime(draft) : [];
        const piecesOf = (gap: Interval): Interval[] => {
          const pieces = isCounted ? without({ start: gap.start, end: gap.end }, taken) : [];
          taken.push(...pieces);
          return pieces;
        };
        for (const name of names) settled += Number(await settle(name, draft, piecesOf));
      });
      return settled;
    },
  };
};

export type Gaps = ReturnType<typeof createGaps>;
