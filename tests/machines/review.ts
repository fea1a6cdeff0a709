import type { Interval } from '../../src/domain/interval.ts';
import type { PauseReason } from '../../src/domain/pause-reason.ts';
import type { PullRequest } from '../../src/domain/pull-request.ts';
import type { AttentionRules, EndedSession, ReviewLog } from '../../src/domain/session.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import type { SessionEvent } from '../../src/machines/session.events.ts';
import { sessionMachine } from '../../src/machines/session.machine.ts';
import { begin, decideAll } from './decide.ts';

const ZERO = 1_800_000_000_000;

/** An instant, in seconds since the tests' own zero. */
export const at = (seconds: number) => toEpochMs(ZERO + seconds * 1000);
/** The same, back. */
export const secondsOf = (instant: number): number => (instant - ZERO) / 1000;

export const pullRequest: PullRequest = { host: 'github.com', owner: 'acme', repo: 'rocket', number: 7 };
export const rules: AttentionRules = { idleAfterMs: 60_000, endAfterIdleMs: 300_000, checkpointMs: 60_000 };

interface Look {
  inputAt?: number;
  title?: string;
  userId?: string;
}

const opening = (seconds: number, sessionId: string, look: Look) => ({
  at: at(seconds),
  inputAt: at(look.inputAt ?? seconds),
  input: 'look' as const,
  tabId: 1,
  title: look.title ?? null,
  sessionId,
  userId: look.userId ?? null,
  timeZone: 'Europe/Berlin',
  rules,
});

/** The pull request has attention. `sessionId` is the id for a session that starts by this look. */
export const gained = (seconds: number, sessionId = 'first', look: Look = {}): SessionEvent => ({
  type: 'attention.gained',
  ...opening(seconds, sessionId, look),
});
export const startByHand = (seconds: number, sessionId = 'first', look: Look = {}): SessionEvent => ({
  type: 'session.start',
  ...opening(seconds, sessionId, look),
});
export const lost = (seconds: number, because: PauseReason): SessionEvent => ({
  type: 'attention.lost',
  at: at(seconds),
  because,
});
export const left = (seconds: number): SessionEvent => ({ type: 'page.left', at: at(seconds) });
export const interrupted = (seconds: number): SessionEvent => ({
  type: 'evidence.interrupted',
  at: at(seconds),
});
export const deadline = (seconds: number): SessionEvent => ({ type: 'deadline.reached', at: at(seconds) });
export const pauseByHand = (seconds: number): SessionEvent => ({ type: 'session.pause', at: at(seconds) });
export const resume = (seconds: number): SessionEvent => ({ type: 'session.resume', at: at(seconds) });
export const endByHand = (seconds: number): SessionEvent => ({ type: 'session.end', at: at(seconds) });
export const adopted = (seconds: number, userId: string): SessionEvent => ({
  type: 'session.adopted',
  at: at(seconds),
  userId,
});
export const acknowledged = (seconds: number, sessionId: string, backendId: string): SessionEvent => ({
  type: 'start.acknowledged',
  at: at(seconds),
  sessionId,
  backendId,
});

const stretches = (intervals: readonly Interval[]) =>
  intervals.map(({ start, end }): [number, number] => [secondsOf(start), secondsOf(end)]);

/** A review as the tests speak of it: instants in seconds. */
export const outline = (...events: SessionEvent[]) => {
  const { snapshot, asked } = decideAll(
    sessionMachine,
    begin(sessionMachine, { pullRequest, rules }),
    events,
  );
  const log = snapshot.context.log as ReviewLog | null;
  return {
    state: snapshot.value,
    counted: log && stretches(log.intervals),
    countingSince: log?.countingSince == null ? null : secondsOf(log.countingSince),
    because: log?.pausedBecause ?? null,
    due: snapshot.context.dueAt === null ? null : secondsOf(snapshot.context.dueAt),
    started: asked
      .filter(({ type }) => type === 'recordStart')
      .map(({ params }) => (params as { started: ReviewLog }).started.id),
    ended: asked
      .filter(({ type }) => type === 'recordEnd')
      .map(({ params }) => (params as { ended: EndedSession }).ended)
      .map(({ id, startedAt, endedAt, intervals }) => ({
        id,
        from: secondsOf(startedAt),
        to: secondsOf(endedAt),
        counted: stretches(intervals),
      })),
  };
};

/** What is recorded of one session that counted these stretches, and where the chart stands after it. */
export const over = (id: string, from: number, ...counted: [number, number][]) => ({
  state: 'idle',
  counted: null,
  countingSince: null,
  because: null,
  due: null,
  started: [id],
  ended: [{ id, from, to: counted.at(-1)?.[1] ?? from, counted }],
});
