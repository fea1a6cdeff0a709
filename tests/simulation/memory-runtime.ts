import { transition } from 'xstate';
import type { Instance } from '../../src/background/charts.ts';
import type { Message } from '../../src/background/decide.ts';
import type { Runtime } from '../../src/background/runtime.ts';
import { type Gap, settleGap, without } from '../../src/domain/gap.ts';
import { countedMs, type Interval } from '../../src/domain/interval.ts';
import type { EndedSession, ReviewLog } from '../../src/domain/session.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { sessionMachine } from '../../src/machines/session.machine.ts';

/** What the real machines made of a day. */
export interface Replayed {
  sessions: EndedSession[];
  /** Counted without what was given back. */
  countedMs: Map<number, number>;
  /** The gaps that there were, with the session that each was of. */
  gaps: (Gap & { sessionId: string })[];
  /** The person's zone when each session started. */
  zones: Map<string, string>;
  /** The day's evidence writes, decisions and so on: how often a snapshot changed. */
  changes: number;
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
  let changes = 0;
  const addGap = (sessionId: string, gap: Gap): void => {
    const session = sessions.get(sessionId);
    if (session) sessions.set(sessionId, { ...session, gaps: [...session.gaps, gap] });
  };
  const dispatch = async (messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      if (message.chart !== 'session') continue;
      const known = live.get(message.id);
      if (!known && message.birth === undefined) continue;
      const context = known?.context ?? {
        ...(message.birth as object),
        log: null,
        held: false,
        away: null,
        dueAt: null,
      };
      const from = sessionMachine.resolveState({
        value: (known?.value ?? 'idle') as never,
        context: context as never,
      });
      const [next, actions] = transition(sessionMachine, from, message.event);
      for (const { type, params } of actions as unknown as {
        type: string;
        params: { started: ReviewLog; ended: EndedSession; sessionId: string; gap: Gap | null };
      }[]) {
        if (type === 'recordStart') zones.set(params.started.id, zone());
        if (type === 'recordEnd') sessions.set(params.ended.id, params.ended);
        if (type === 'recordGap' && params.gap !== null) addGap(params.sessionId, params.gap);
      }
      changes += Number(next.context !== from.context);
      const instance = {
        chart: 'session',
        id: message.id,
        value: next.value,
        context: next.context,
        owed: [],
      };
      if (next.value === 'idle' && !next.context.held && next.context.away === null) live.delete(message.id);
      else live.set(message.id, instance as unknown as Instance);
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
  const decide = async (isCounted: boolean, at: EpochMs): Promise<void> => {
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
      changes,
    };
  };

  return {
    runtime: {
      dispatch,
      charts: () => [...live.values()],
      find: (chart: string, id: string) => (chart === 'session' ? (live.get(id) ?? null) : null),
    } as unknown as Runtime,
    decide,
    /** What came of all that was dispatched. */
    lived,
  };
};
