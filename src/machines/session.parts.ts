import { type Away, gapUntil, noteReturn } from '../domain/gap.ts';
import { lastCountedAt } from '../domain/interval.ts';
import type { PauseReason } from '../domain/pause-reason.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import { type AttentionRules, dueAt, type Input, type Opening, type ReviewLog } from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';

/** What a session machine remembers. */
export interface SessionContext {
  pullRequest: PullRequest;
  /** `null` while nobody is reviewing. */
  log: ReviewLog | null;
  rules: AttentionRules;
  /** Ended by hand: the next session waits until the person has looked away once. */
  held: boolean;
  /** Since when nobody has been there, where the last session ended because of that. */
  away: Away | null;
  /** When the session must be looked at again if nothing happens before. */
  dueAt: EpochMs | null;
}

/** A log under rules, with the deadline that follows from both. */
export const under = (rules: AttentionRules, log: ReviewLog) => ({ log, rules, dueAt: dueAt(log, rules) });

/** What changes of the context with its log. */
export const change = (
  { log, rules }: SessionContext,
  next: (log: ReviewLog) => ReviewLog,
): Partial<SessionContext> => (log === null ? {} : under(rules, next(log)));

/** How attention is lost. */
export interface Loss {
  at: EpochMs;
  because: PauseReason;
  seen?: Input;
}

interface Scope {
  context: SessionContext;
}

const ended = (log: ReviewLog | null, pullRequest: PullRequest) => ({
  ended: log && { ...log, pullRequest, endedAt: lastCountedAt(log.intervals, log.startedAt) },
});

/** `recordStart`, once `open` has run. */
export const recordsStart = {
  type: 'recordStart',
  params: ({ context: { log, pullRequest } }: Scope) => ({ started: log, pullRequest }),
} as const;

/** `recordEnd`: the session ended when it last counted, not when that was noticed. */
export const recordsEnd = {
  type: 'recordEnd',
  params: ({ context: { log, pullRequest } }: Scope) => ended(log, pullRequest),
} as const;

/** `recordGap`: somebody is back at a pull request whose session ended because nobody was there. */
export const recordsGap = {
  type: 'recordGap',
  params: ({ context: { away }, event: { at } }: Scope & { event: { at: EpochMs } }) => ({
    sessionId: away?.sessionId ?? null,
    gap: gapUntil(away, at),
  }),
} as const;

/** `open`, by a look or by hand. */
export const opens = (byHand: boolean) =>
  ({
    type: 'open',
    params: ({ event: { type, ...opening } }: { event: { type: string } & Opening }) => ({
      ...opening,
      byHand,
    }),
  }) as const;

/** The session had ended before this look, which opens another one. */
export const startsAnew = {
  guard: 'isOver',
  target: '#session.active.counting',
  actions: [
    { type: 'stopCountingAtCutOff', params: ({ event }: { event: Opening }) => event },
    {
      type: 'recordEnd',
      params: ({ context: { log, pullRequest }, event }: Scope & { event: Opening }) =>
        ended(log && noteReturn(log, event.at), pullRequest),
    },
    opens(false),
    recordsStart,
  ],
} as const;
