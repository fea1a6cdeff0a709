import { codecs, type Instance } from '../../../src/background/charts.ts';
import { begin, decide, type Message } from '../../../src/background/decide.ts';
import type { Runtime } from '../../../src/background/runtime.ts';
import { type Gap, settleGap, without } from '../../../src/domain/gap.ts';
import { countedMs, type Interval } from '../../../src/domain/interval.ts';
import type { EndedSession, ReviewLog } from '../../../src/domain/session.ts';
import type { EpochMs } from '../../../src/domain/time.ts';

/** What the real machines made of a day. */
export interface Replayed {
  sessions: EndedSession[];
  /** Counted without what was given back. */
  countedMs: Map<number, number>;
  /** The gaps that there were, with the session that each was of. */
  gaps: (Gap & { sessionId: string })[];
  /** The person's zone when each session started. */
  zones: Map<string, string>;
}

/**
 * The session machines over a runtime that keeps snapshots in memory only, and what they record. `zone` is where the
 * person is.
 */
export const createMemoryRuntime = (zone: () => string) => {
  const live = new Map<string, Instance>();
  const sessions = new Map<string, EndedSession>();
  const zones = new Map<string, string>();
  const gaps = new Map<string, Replayed['gaps'][number]>();
  const addGap = (sessionId: string, gap: Gap): void => {
    const session = sessions.get(sessionId);
    if (session) sessions.set(sessionId, { ...session, gaps: [...session.gaps, gap] });
  };
  const dispatch = async (messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      if (message.chart !== 'session') continue;
      const known = live.get(message.id);
      if (!known && message.birth === undefined) continue;
      const from = known ?? begin('session', message.id, message.birth)[0];
      const [next, actions] = decide(from, message.event);
      for (const { type, params } of actions as {
        type: string;
        params: { started: ReviewLog; ended: EndedSession; sessionId: string; gap: Gap | null };
      }[]) {
        if (type === 'recordStart') zones.set(params.started.id, zone());
        if (type === 'recordEnd') sessions.set(params.ended.id, params.ended);
        if (type === 'recordGap' && params.gap !== null) addGap(params.sessionId, params.gap);
      }
      if (codecs.session.isSpent(next)) live.delete(message.id);
      else live.set(message.id, next);
    }
  };
  const logs = () =>
    [...live.values()].flatMap(({ id, context }) =>
      context.log ? [{ id, log: context.log as ReviewLog }] : [],
    );

  const all = (): ReviewLog[] => [...sessions.values(), ...logs().map(({ log }) => log)];

  const noteGaps = (): void => {
    for (const { id: sessionId, gaps: open } of all())
      for (const gap of open) gaps.set(`${sessionId}/${gap.start}`, { ...gap, sessionId });
  };

  /** Decides about every gap that is open. */
  const decideGaps = async (isCounted: boolean, at: EpochMs): Promise<void> => {
    noteGaps();
    const taken: Interval[] = all().flatMap((log) => [
      ...log.intervals,
      ...(log.countingSince === null ? [] : [{ start: log.countingSince, end: at }]),
    ]);
    const piecesOf = (gap: Gap): Interval[] => {
      const pieces = isCounted ? without({ start: gap.start, end: gap.end }, taken) : [];
      taken.push(...pieces);
      return pieces;
    };
    for (const [id, session] of sessions)
      for (const gap of session.gaps)
        sessions.set(id, settleGap(sessions.get(id) ?? session, gap.start, piecesOf(gap)));
    for (const { id, log } of logs())
      for (const { start, ...gap } of log.gaps)
        await dispatch([
          {
            chart: 'session',
            id,
            event: { type: 'gap.count', at, start, pieces: piecesOf({ start, ...gap }) },
          },
        ]);
  };

  const lived = (): Replayed => {
    noteGaps();
    const counted = new Map<number, number>();
    for (const { pullRequest, intervals } of sessions.values()) {
      const own = intervals.filter(({ began }) => began !== 'given-back');
      counted.set(pullRequest.number, (counted.get(pullRequest.number) ?? 0) + countedMs(own));
    }
    return {
      sessions: [...sessions.values()],
      countedMs: counted,
      gaps: [...gaps.values()],
      zones,
    };
  };

  return {
    runtime: {
      dispatch,
      charts: () => [...live.values()],
      find: (chart: string, id: string) => (chart === 'session' ? (live.get(id) ?? null) : null),
    } as unknown as Runtime,
    decideGaps,
    /** What came of all that was dispatched. */
    lived,
  };
};
