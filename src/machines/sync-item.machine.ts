import { assign, setup } from 'xstate';
import { type Failure, isTransient } from '../domain/failure.ts';
import { MAX_RETRIES, nextAttemptAt } from '../domain/retry.ts';
import type { EpochMs } from '../domain/time.ts';

export type SyncItemEvent =
  | { type: 'push.started'; at: EpochMs }
  | { type: 'push.acknowledged'; at: EpochMs; backendId: string | null }
  /** `jitter` is a random number in 0..1. */
  | { type: 'push.failed'; at: EpochMs; failure: Failure; jitter: number }
  /** It was not sent after all, or not so that its fate is known; nothing speaks against sending it at once. */
  | { type: 'push.deferred'; at: EpochMs }
  | { type: 'deadline.reached'; at: EpochMs }
  | { type: 'round.opened'; at: EpochMs }
  | { type: 'item.adopted'; at: EpochMs; userId: string }
  /** It may still be taken back, until then. */
  | { type: 'item.held'; at: EpochMs; until: EpochMs }
  /** It is not owed any more: something else stands for it. */
  | { type: 'item.superseded'; at: EpochMs }
  | { type: 'item.retry'; at: EpochMs }
  | { type: 'item.discard'; at: EpochMs };

interface SyncItemContext {
  /** Whose item it is; `null` until somebody has signed in. */
  userId: string | null;
  /** Attempts of this round that failed and were charged. */
  attempts: number;
  /** When the next attempt is due, while retrying. */
  nextAttemptAt: EpochMs | null;
  lastError: Failure | null;
  /** The server has lost the session: it is sent again whole, once. */
  whole: boolean;
  /** Whether an attempt was ever begun: if so, the backend may have it whatever came of that. */
  attempted: boolean;
}

interface Failed {
  at: EpochMs;
  failure: Failure;
  jitter: number;
}

const failedParams = ({ event }: { event: Failed }): Failed => event;

/** One request that is owed to the backend, until the backend has it or a person gives it up. */
export const syncItemMachine = setup({
  types: {
    context: {} as SyncItemContext,
    events: {} as SyncItemEvent,
    input: {} as { userId: string | null; attempted?: boolean },
    tags: {} as 'pending' | 'needsPerson',
  },
  guards: {
    isNobodys: ({ context }) => context.userId === null,
    isUncharged: ({ event }) => hasFailure(event, 'offline') || hasFailure(event, 'unauthorized'),
    isGone: ({ event }) => hasFailure(event, 'gone'),
    isMissing: ({ context, event }) => !context.whole && hasFailure(event, 'missing'),
    isRetryable: ({ context, event }) =>
      event.type === 'push.failed' && isTransient(event.failure) && context.attempts < MAX_RETRIES,
    isTransient: ({ event }) => event.type === 'push.failed' && isTransient(event.failure),
    isDue: ({ context, event }) => context.nextAttemptAt !== null && event.at >= context.nextAttemptAt,
  },
  actions: {
    adopt: assign((_, { userId }: { userId: string }) => ({ userId })),
    charge: assign(({ context }, { at, failure, jitter }: Failed) => ({
      attempts: context.attempts + 1,
      lastError: failure,
      nextAttemptAt: nextAttemptAt(at, context.attempts + 1, jitter, failure),
    })),
    giveUp: assign((_, { failure }: Failed) => ({ lastError: failure, nextAttemptAt: null })),
    chargeLast: assign(({ context }, { failure }: Failed) => ({
      attempts: context.attempts + 1,
      lastError: failure,
      nextAttemptAt: null,
    })),
    sendWhole: assign({ whole: true }),
    noteAttempt: assign({ attempted: true }),
    hold: assign((_, { until }: { until: EpochMs }) => ({ nextAttemptAt: until })),
    openRound: assign({ attempts: 0, nextAttemptAt: null }),
    clearDeadline: assign({ nextAttemptAt: null }),
    push: () => {},
    recordDiscard: () => {},
    recordRefusal: () => {},
    recordAcknowledgement: (_, _params: { at: EpochMs; backendId: string | null }) => {},
  },
}).createMachine({
  id: 'syncItem',
  context: ({ input }) => ({
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
    whole: false,
    attempted: false,
    ...input,
  }),
  initial: 'queued',
  on: {
    'item.adopted': {
      guard: 'isNobodys',
      actions: { type: 'adopt', params: ({ event }) => ({ userId: event.userId }) },
    },
  },
  states: {
    queued: {
      description: 'Waits for its turn to be sent.',
      tags: 'pending',
      on: {
        'push.started': { target: 'sending', actions: ['noteAttempt', 'push'] },
        'item.held': { target: 'held', actions: { type: 'hold', params: ({ event }) => event } },
        'item.superseded': 'discarded',
        'item.discard': { target: 'discarded', actions: 'recordDiscard' },
      },
    },
    held: {
      description: 'Waits a few seconds, in case you take it back.',
      tags: 'pending',
      on: {
        'deadline.reached': { guard: 'isDue', target: 'queued', actions: 'clearDeadline' },
        'item.discard': { target: 'discarded', actions: 'recordDiscard' },
      },
    },
    sending: {
      description: 'Is on its way to the backend.',
      tags: 'pending',
      on: {
        'push.acknowledged': {
          target: 'synced',
          actions: { type: 'recordAcknowledgement', params: ({ event }) => event },
        },
        'push.deferred': 'queued',
        'push.failed': [
          { guard: 'isUncharged', target: 'queued' },
          {
            guard: 'isGone',
            target: 'synced',
            actions: {
              type: 'recordAcknowledgement',
              params: ({ event }) => ({ at: event.at, backendId: null }),
            },
          },
          { guard: 'isMissing', target: 'queued', actions: 'sendWhole' },
          { guard: 'isRetryable', target: 'retrying', actions: { type: 'charge', params: failedParams } },
          {
            guard: 'isTransient',
            target: 'failed.exhausted',
            actions: { type: 'chargeLast', params: failedParams },
          },
          {
            target: 'failed.refused',
            actions: [{ type: 'giveUp', params: failedParams }, 'recordRefusal'],
          },
        ],
      },
    },
    retrying: {
      description: 'The last attempt failed. The next one is due in a moment.',
      tags: 'pending',
      on: {
        'deadline.reached': { guard: 'isDue', target: 'queued', actions: 'clearDeadline' },
        'item.superseded': 'discarded',
        'item.retry': { target: 'queued', actions: 'openRound' },
      },
    },
    failed: {
      description: 'Is kept here, and not sent for now.',
      initial: 'exhausted',
      on: {
        'item.superseded': 'discarded',
        'item.retry': { target: 'queued', actions: 'openRound' },
        'item.discard': { target: 'discarded', actions: 'recordDiscard' },
      },
      states: {
        exhausted: {
          description: 'Five retries did not get through. The next sync tries again.',
          on: { 'round.opened': { target: '#syncItem.queued', actions: 'openRound' } },
        },
        refused: {
          description: 'The server refused it. You decide: retry or discard.',
          tags: 'needsPerson',
        },
      },
    },
    synced: { description: 'The backend has it.', type: 'final' },
    discarded: { description: 'You gave it up.', type: 'final' },
  },
});

function hasFailure(event: SyncItemEvent, kind: Failure['kind']): boolean {
  return event.type === 'push.failed' && event.failure.kind === kind;
}
