import { assign, setup } from 'xstate';
import { lastCountedAt } from '../domain/interval.ts';
import type { PauseReason } from '../domain/pause-reason.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import {
  type AttentionRules,
  count,
  cutOff,
  dueAt,
  type EndedSession,
  isCheckpointDue,
  isOver,
  isStale,
  leave,
  lostAt,
  type Opening,
  open,
  pause,
  type ReviewLog,
} from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';
import type { SessionEvent } from './session.events.ts';

interface SessionContext {
  pullRequest: PullRequest;
  /** `null` while nobody is reviewing. */
  log: ReviewLog | null;
  rules: AttentionRules;
  /** Ended by hand: the next session waits until the person has looked away once. */
  held: boolean;
  /** When the session must be looked at again if nothing happens before. */
  dueAt: EpochMs | null;
}

const under = (rules: AttentionRules, log: ReviewLog) => ({ log, rules, dueAt: dueAt(log, rules) });

const change = (
  { log, rules }: SessionContext,
  next: (log: ReviewLog) => ReviewLog,
): Partial<SessionContext> => (log === null ? {} : under(rules, next(log)));

interface Scope {
  context: SessionContext;
}

/** `recordStart`, once `open` has run. */
const recordsStart = {
  type: 'recordStart',
  params: ({ context: { log, pullRequest } }: Scope) => ({ started: log, pullRequest }),
} as const;

/** `recordEnd`: the session ended when it last counted, not when that was noticed. */
const recordsEnd = {
  type: 'recordEnd',
  params: ({ context: { log, pullRequest } }: Scope) => ({
    ended: log && { ...log, pullRequest, endedAt: lastCountedAt(log.intervals, log.startedAt) },
  }),
} as const;

const opens = (byHand: boolean) =>
  ({
    type: 'open',
    params: ({ event: { type, ...opening } }: { event: { type: string } & Opening }) => ({
      ...opening,
      byHand,
    }),
  }) as const;

/** The session had ended before this look, which opens another one. */
const startsAnew = {
  guard: 'isOver',
  target: '#session.active.counting',
  actions: [
    { type: 'stopCountingAtCutOff', params: ({ event }: { event: Opening }) => event },
    recordsEnd,
    opens(false),
    recordsStart,
  ],
} as const;

/** One review of one pull request, from the first look to the last second that counts. */
export const sessionMachine = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as { pullRequest: PullRequest; rules: AttentionRules },
    tags: {} as 'counting' | 'open',
  },
  guards: {
    isHeld: ({ context }) => context.held,
    isByHand: ({ context }) => context.log?.byHand === true,
    isPausedByHand: ({ context }) => context.log?.pausedBecause === 'by-hand',
    isOverdue: ({ context, event }) => context.dueAt !== null && event.at >= context.dueAt,
    isOver: ({ context: { log, rules }, event }) =>
      log !== null && !log.byHand && isOver(log, rules, event.at),
    isEvidenceStale: ({ context: { log, rules }, event }) => log !== null && isStale(log, rules, event.at),
    isCheckpointDue: ({ context: { log, rules }, event }) =>
      log !== null && 'inputAt' in event && isCheckpointDue(log, rules, event),
    isNewReason: ({ context: { log }, event }) =>
      'because' in event && log?.pausedBecause !== 'by-hand' && log?.pausedBecause !== event.because,
  },
  actions: {
    noteBackendId: assign(({ context }, { sessionId, backendId }: { sessionId: string; backendId: string }) =>
      change(context, (log) => (log.id === sessionId ? { ...log, backendId } : log)),
    ),
    open: assign((_, { byHand, ...opening }: Opening & { byHand: boolean }) =>
      under(opening.rules, open(opening, byHand)),
    ),
    startCounting: assign(({ context }, evidence: Opening) =>
      change({ ...context, rules: evidence.rules }, (log) => count(log, evidence)),
    ),
    stopCounting: assign(({ context }, { at, because }: { at: EpochMs; because: PauseReason }) =>
      change(context, (log) => pause(log, lostAt(log, context.rules, at, because), because)),
    ),
    stopCountingAtCutOff: assign(({ context }, { at }: { at: EpochMs }) =>
      change(context, (log) => pause(log, cutOff(log, context.rules, at), 'idle')),
    ),
    stopCountingAtEvidence: assign(({ context }) =>
      change(context, (log) => pause(log, log.evidenceAt, log.pausedBecause ?? 'asleep', 'crashed')),
    ),
    endByHand: assign(({ context }, { at }: { at: EpochMs }) =>
      change(context, (log) =>
        pause(log, lostAt(log, context.rules, at, 'by-hand'), 'by-hand', 'ended-by-hand'),
      ),
    ),
    leave: assign(({ context }, { at }: { at: EpochMs }) =>
      change(context, (log) => leave(log, context.rules, at)),
    ),
    comeBack: assign(({ context }) => change(context, (log) => ({ ...log, leftAt: null }))),
    allowResuming: assign(({ context }) =>
      change(context, (log) => ({ ...log, pausedBecause: 'unfocused' })),
    ),
    takeByHand: assign(({ context }) => change(context, (log) => ({ ...log, byHand: true }))),
    hold: assign({ held: true }),
    holdIfPausedByHand: assign(({ context }) => ({ held: context.log?.pausedBecause === 'by-hand' })),
    release: assign({ held: false }),
    clear: assign({ log: null, dueAt: null }),
    recordStart: (_, _params: { started: ReviewLog | null; pullRequest: PullRequest }) => {},
    recordEnd: (_, _params: { ended: EndedSession | null }) => {},
  },
}).createMachine({
  id: 'session',
  context: ({ input }) => ({ ...input, log: null, held: false, dueAt: null }),
  initial: 'idle',
  on: { 'start.acknowledged': { actions: { type: 'noteBackendId', params: ({ event }) => event } } },
  states: {
    idle: {
      description: 'Nobody is reviewing this pull request.',
      on: {
        'attention.gained': [
          { guard: 'isHeld' },
          { target: 'active.counting', actions: [opens(false), recordsStart] },
        ],
        'session.start': { target: 'active.counting', actions: [opens(true), recordsStart] },
        'attention.lost': { actions: 'release' },
        'page.left': { actions: 'release' },
      },
    },
    active: {
      description: 'The review is open.',
      tags: 'open',
      initial: 'counting',
      on: {
        'page.left': [
          { guard: 'isByHand' },
          { target: 'ending', actions: { type: 'leave', params: ({ event }) => event } },
        ],
        'evidence.interrupted': {
          target: 'idle',
          actions: ['stopCountingAtEvidence', recordsEnd, 'holdIfPausedByHand', 'clear'],
        },
        'session.end': {
          target: 'idle',
          actions: [{ type: 'endByHand', params: ({ event }) => event }, recordsEnd, 'hold', 'clear'],
        },
      },
      states: {
        counting: {
          description: 'The pull request has your attention. The time counts.',
          tags: 'counting',
          on: {
            'attention.gained': [
              startsAnew,
              {
                guard: 'isEvidenceStale',
                actions: [
                  { type: 'stopCountingAtCutOff', params: ({ event }) => event },
                  { type: 'startCounting', params: ({ event }) => event },
                ],
              },
              { guard: 'isCheckpointDue', actions: { type: 'startCounting', params: ({ event }) => event } },
            ],
            'session.start': { actions: 'takeByHand' },
            'attention.lost': {
              target: 'paused',
              actions: { type: 'stopCounting', params: ({ event }) => event },
            },
            'session.pause': {
              target: 'paused',
              actions: {
                type: 'stopCounting',
                params: ({ event }) => ({ at: event.at, because: 'by-hand' }),
              },
            },
            'deadline.reached': {
              guard: 'isOverdue',
              target: 'paused',
              actions: { type: 'stopCountingAtCutOff', params: ({ event }) => event },
            },
          },
        },
        paused: {
          description: 'The review is open, but the time does not count.',
          on: {
            'attention.gained': [
              { guard: 'isPausedByHand' },
              startsAnew,
              { target: 'counting', actions: { type: 'startCounting', params: ({ event }) => event } },
            ],
            'session.start': {
              target: 'counting',
              actions: ['takeByHand', { type: 'startCounting', params: ({ event }) => event }],
            },
            'attention.lost': {
              guard: 'isNewReason',
              actions: { type: 'stopCounting', params: ({ event }) => event },
            },
            'session.resume': { guard: 'isPausedByHand', actions: 'allowResuming' },
            'deadline.reached': {
              guard: 'isOverdue',
              target: '#session.idle',
              actions: [recordsEnd, 'holdIfPausedByHand', 'clear'],
            },
          },
        },
      },
    },
    ending: {
      description: 'Its page is gone. The session ends in a moment, unless the page comes back.',
      tags: 'open',
      on: {
        'attention.gained': [
          startsAnew,
          { guard: 'isPausedByHand', target: 'active.paused', actions: 'comeBack' },
          { target: 'active.counting', actions: { type: 'startCounting', params: ({ event }) => event } },
        ],
        'session.start': {
          target: 'active.counting',
          actions: ['takeByHand', { type: 'startCounting', params: ({ event }) => event }],
        },
        'attention.lost': [
          { guard: 'isPausedByHand', target: 'active.paused', actions: 'comeBack' },
          { target: 'active.paused', actions: { type: 'stopCounting', params: ({ event }) => event } },
        ],
        'evidence.interrupted': { target: 'idle', actions: [recordsEnd, 'clear'] },
        'session.end': { target: 'idle', actions: [recordsEnd, 'clear'] },
        'deadline.reached': { guard: 'isOverdue', target: 'idle', actions: [recordsEnd, 'clear'] },
      },
    },
  },
});
