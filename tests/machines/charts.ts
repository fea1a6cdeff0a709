import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { ReviewLog } from '../../src/domain/session.ts';
import type { AuthEvent } from '../../src/machines/auth.events.ts';
import { authMachine } from '../../src/machines/auth.machine.ts';
import type { SessionEvent } from '../../src/machines/session.events.ts';
import { sessionMachine } from '../../src/machines/session.machine.ts';
import { type SyncItemEvent, syncItemMachine } from '../../src/machines/sync-item.machine.ts';
import { failures } from './failures.ts';
import {
  acknowledged,
  adopted,
  at,
  deadline,
  endByHand,
  gained,
  interrupted,
  left,
  lost,
  pauseByHand,
  pullRequest,
  resume,
  rules,
  secondsOf,
  startByHand,
} from './review.ts';

/** A machine with all that can happen to it. */
export interface Chart {
  name: string;
  machine: AnyStateMachine;
  input?: unknown;
  /** Every event that may come next, at every moment that makes a difference. */
  nextEvents(snapshot: AnyMachineSnapshot): ReadonlyArray<{ type: string }>;
  /** What tells one situation from another; instants do not. */
  essenceOf(snapshot: AnyMachineSnapshot): unknown;
}

const HOUR = 3600;

const sessionEvents = ({ context }: AnyMachineSnapshot): SessionEvent[] => {
  const log: ReviewLog | null = context.log;
  const seen = log === null ? 0 : secondsOf(Math.max(log.evidenceAt, log.leftAt ?? 0));
  const due = context.dueAt === null ? seen : secondsOf(context.dueAt);
  const id = log?.id === 'first' ? 'second' : 'first';
  return [
    gained(seen + 10, id),
    gained(seen + 10, id, { title: 'Fix the valve' }),
    gained(seen + 60, id),
    gained(seen + 90, id),
    gained(seen + 8 * HOUR, id),
    gained(seen - HOUR, id),
    startByHand(seen + 10, id),
    lost(seen + 10, 'hidden'),
    lost(seen + 70, 'idle'),
    lost(seen + 8 * HOUR, 'locked'),
    lost(seen - HOUR, 'idle'),
    left(seen + 10),
    left(seen + 8 * HOUR),
    interrupted(seen + HOUR),
    deadline(due - 1),
    deadline(due),
    deadline(due + 8 * HOUR),
    acknowledged(seen + 10, log?.id ?? 'none', 'backend-1'),
    acknowledged(seen + 10, 'another', 'backend-2'),
    adopted(seen + 10, 'ada'),
    pauseByHand(seen + 10),
    resume(seen + 10),
    endByHand(seen + 10),
    { type: 'gap.count', at: at(seen + 10), start: at(0), pieces: [] },
    { type: 'gap.leave', at: at(seen + 10), start: at(0) },
  ];
};

const syncItemEvents = ({ context }: AnyMachineSnapshot): SyncItemEvent[] => {
  const due = context.nextAttemptAt ?? at(0);
  return [
    { type: 'push.started', at: due },
    { type: 'push.acknowledged', at: due, backendId: 'backend-1' },
    ...failures.map((failure): SyncItemEvent => ({ type: 'push.failed', at: due, failure, jitter: 0.5 })),
    { type: 'push.deferred', at: due },
    { type: 'deadline.reached', at: at(secondsOf(due) - 1) },
    { type: 'deadline.reached', at: due },
    { type: 'round.opened', at: due },
    { type: 'item.adopted', at: due, userId: 'ada' },
    { type: 'item.held', at: due, until: at(secondsOf(due) + 8) },
    { type: 'item.superseded', at: due },
    { type: 'item.retry', at: due },
    { type: 'item.discard', at: due },
  ];
};

const QUARTER = 900;

const authEvents = ({ context }: AnyMachineSnapshot): AuthEvent[] => {
  const end = context.expiresAt === null ? QUARTER : secondsOf(context.expiresAt);
  const now = context.dueAt ?? at(end - QUARTER);
  const renewed = secondsOf(context.renewedAt ?? now);
  const facts = (seconds: number, refreshable: boolean) => ({
    user: 'ada',
    expiresAt: at(seconds),
    refreshable,
  });
  const found = (seconds: number, expiry: number, refreshable: boolean): AuthEvent => ({
    type: 'token.found',
    at: at(seconds),
    ...facts(expiry, refreshable),
  });
  const tokens = { authToken: 'x.y.z', tokenExpiry: at(end + QUARTER), refreshToken: 'r' };
  return [
    found(end - 10, end, true),
    found(end - 10, end, false),
    found(end - 10, end + QUARTER, true),
    found(end, end, true),
    found(end, end, false),
    found(renewed, end, true),
    { type: 'token.missing', at: now },
    { type: 'token.needed', at: now },
    { type: 'token.needed', at: at(end - 30) },
    { type: 'token.needed', at: at(end) },
    { type: 'token.refused', at: now, refreshToken: 'r' },
    { type: 'token.refused', at: at(renewed), refreshToken: 'r' },
    { type: 'refresh.succeeded', at: now, tokens, name: null, ...facts(end + QUARTER, true) },
    { type: 'refresh.succeeded', at: now, tokens, name: null, ...facts(secondsOf(now), true) },
    ...failures.map((failure): AuthEvent => ({ type: 'refresh.failed', at: now, failure, jitter: 0.5 })),
    { type: 'deadline.reached', at: at(secondsOf(now) - 1) },
    { type: 'deadline.reached', at: now },
    { type: 'deadline.reached', at: context.nextAttemptAt ?? now },
    { type: 'network.returned', at: now },
    { type: 'auth.signIn', at: now, id: 'first', login: 'ada' },
    ...['first', 'second'].flatMap((id): AuthEvent[] => [
      { type: 'signIn.succeeded', at: now, id, name: 'ada', tokens, ...facts(end + QUARTER, true) },
      { type: 'signIn.failed', at: now, id, failure: { kind: 'cancelled' } },
    ]),
    ...failures.map(
      (failure): AuthEvent => ({
        type: 'revoke.failed',
        at: now,
        refreshTokens: ['r'],
        failure,
        jitter: 0.5,
      }),
    ),
    { type: 'auth.signOut', at: now, refreshToken: 'r' },
  ];
};

/** The three machines. */
export const charts: readonly Chart[] = [
  {
    name: 'session',
    machine: sessionMachine,
    input: { pullRequest, rules },
    nextEvents: sessionEvents,
    essenceOf: ({ value, context: { held, away, log } }) => [
      value,
      held,
      away !== null,
      log && [log.byHand, log.pausedBecause, log.backendId, log.userId],
    ],
  },
  {
    name: 'syncItem',
    machine: syncItemMachine,
    input: { userId: null },
    nextEvents: syncItemEvents,
    essenceOf: ({ value, context: { userId, attempts, whole, attempted } }) => [
      value,
      userId,
      attempts,
      whole,
      attempted,
    ],
  },
  {
    name: 'auth',
    machine: authMachine,
    nextEvents: authEvents,
    essenceOf: ({
      value,
      context: {
        user,
        name,
        expiresAt,
        renewedAt,
        refreshable,
        attempts,
        refusals,
        asking,
        dueAt,
        unrevoked,
        nextAttemptAt,
      },
    }) => [
      value,
      renewedAt === expiresAt,
      unrevoked.length > 0,
      nextAttemptAt === null,
      user,
      name,
      expiresAt === null,
      refreshable,
      Math.min(attempts, 6),
      refusals ?? 0,
      asking,
      dueAt === null,
    ],
  },
];
