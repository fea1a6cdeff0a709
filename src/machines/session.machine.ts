import { assign, setup } from 'xstate';
import { awayOf, type Gap, isUnattended, noteReturn, settleGap } from '../domain/gap.ts';
import type { Interval } from '../domain/interval.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import {
  type AttentionRules,
  count,
  cutOff,
  type EndedSession,
  isCheckpointDue,
  isOver,
  isStale,
  leave,
  lose,
  lostAt,
  type Opening,
  open,
  pause,
  type ReviewLog,
} from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';
import type { SessionEvent } from './session.events.ts';
import {
  change,
  type Loss,
  opens,
  recordsEnd,
  recordsGap,
  recordsStart,
  type SessionContext,
  startsAnew,
  under,
} from './session.parts.ts';

/** One review of one pull request, from the first look to the last second that counts. */
export const sessionMachine = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as { pullRequest: PullRequest; rules: AttentionRules },
    tags: {} as 'counting' | 'open',
  },
  guards: {
    isNobodys: ({ context }) => context.log !== null && context.log.userId === null,
    isHeld: ({ context }) => context.held,
    isByHand: ({ context }) => context.log?.byHand === true,
    isPausedByHand: ({ context }) => context.log?.pausedBecause === 'by-hand',
    isOverdue: ({ context, event }) => context.dueAt !== null && event.at >= context.dueAt,
    isOver: ({ context: { log, rules }, event }) =>
      log !== null && !log.byHand && isOver(log, rules, event.at),
    isEvidenceStale: ({ context: { log, rules }, event }) => log !== null && isStale(log, rules, event.at),
    isCheckpointDue: ({ context: { log, rules }, event }) =>
      log !== null && 'inputAt' in event && isCheckpointDue(log, rules, event),
    isBack: ({ event }) => 'because' in event && !isUnattended(event.because),
    isNewReason: ({ context: { log }, event }) =>
      'because' in event && log?.pausedBecause !== 'by-hand' && log?.pausedBecause !== event.because,
  },
  actions: {
    noteBackendId: assign(({ context }, { sessionId, backendId }: { sessionId: string; backendId: string }) =>
      change(context, (log) => (log.id === sessionId ? { ...log, backendId } : log)),
    ),
    adopt: assign(({ context }, { userId }: { userId: string }) =>
      change(context, (log) => ({ ...log, userId })),
    ),
    open: assign((_, { byHand, ...opening }: Opening & { byHand: boolean }) =>
      under(opening.rules, open(opening, byHand)),
    ),
    startCounting: assign(({ context }, evidence: Opening) =>
      change({ ...context, rules: evidence.rules }, (log) => count(log, evidence)),
    ),
    stopCounting: assign(({ context }, { at, because, seen }: Loss) =>
      change(context, (log) => lose(log, context.rules, at, because, seen)),
    ),
    stopCountingAtCutOff: assign(({ context }, { at }: { at: EpochMs }) =>
      change(context, (log) => pause(log, cutOff(log, context.rules, at), 'idle')),
    ),
    stopCountingAtEvidence: assign(({ context }) =>
      change(context, (log) => pause(log, log.evidenceAt, log.pausedBecause ?? 'asleep', 'crashed')),
    ),
    endByHand: assign(({ context }, { at }: { at: EpochMs }) =>
      change(context, (log) =>
        pause(noteReturn(log, at), lostAt(log, context.rules, at, 'by-hand'), 'by-hand', 'ended-by-hand'),
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
    clear: assign(({ context }) => ({
      log: null,
      dueAt: null,
      away: context.log === null ? null : awayOf(context.log),
    })),
    stopWaiting: assign({ away: null }),
    settleGap: assign(({ context }, { start, pieces }: { start: EpochMs; pieces: Interval[] }) =>
      change(context, (log) => settleGap(log, start, pieces)),
    ),
    recordStart: (_, _params: { started: ReviewLog | null; pullRequest: PullRequest }) => {},
    recordEnd: (_, _params: { ended: EndedSession | null }) => {},
    recordGap: (_, _params: { sessionId: string | null; gap: Gap | null }) => {},
  },
}).createMachine({
  id: 'session',
  context: ({ input }) => ({ ...input, log: null, held: false, away: null, dueAt: null }),
  initial: 'idle',
  on: {
    'start.acknowledged': { actions: { type: 'noteBackendId', params: ({ event }) => event } },
    'gap.count': { actions: { type: 'settleGap', params: ({ event }) => event } },
    'gap.leave': {
      actions: { type: 'settleGap', params: ({ event: { start } }) => ({ start, pieces: [] }) },
    },
    'session.adopted': {
      guard: 'isNobodys',
      actions: { type: 'adopt', params: ({ event }) => ({ userId: event.userId }) },
    },
  },
  states: {
    idle: {
      description: 'Nobody is reviewing this pull request.',
      on: {
        'attention.gained': [
          { guard: 'isHeld', actions: [recordsGap, 'stopWaiting'] },
          { target: 'active.counting', actions: [recordsGap, 'stopWaiting', opens(false), recordsStart] },
        ],
        'session.start': {
          target: 'active.counting',
          actions: [recordsGap, 'stopWaiting', opens(true), recordsStart],
        },
        'attention.lost': [
          { guard: 'isBack', actions: ['release', recordsGap, 'stopWaiting'] },
          { actions: 'release' },
        ],
        'page.left': { actions: ['release', recordsGap, 'stopWaiting'] },
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
