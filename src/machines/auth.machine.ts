import { assign, setup } from 'xstate';
import { isTransient } from '../domain/failure.ts';
import { MAX_RETRIES, nextAttemptAt } from '../domain/retry.ts';
import { SIGN_IN_LIMIT_MS, type SignInFailure } from '../domain/sign-in.ts';
import { type EpochMs, plus } from '../domain/time.ts';
import { isExpiring, isJustRenewed, type Tokens } from '../domain/token.ts';
import type { AuthContext, AuthEvent, Renewed } from './auth.events.ts';

/** How long after the last retry a sign-out that the server does not know of is told again. */
const REVOKE_AGAIN_MS = 3_600_000;

const tokensOf = ({ event }: { event: { tokens: Tokens } }) => event.tokens;
const factsOf = ({ event }: { event: Renewed }): Renewed => event;

const logic = setup({
  types: {
    context: {} as AuthContext,
    events: {} as AuthEvent,
    tags: {} as 'usable' | 'needsPerson',
  },
  guards: {
    isLive: ({ event }) => event.type === 'token.found' && event.expiresAt > event.at,
    isLiveAndNew: ({ context, event }) =>
      event.type === 'token.found' && event.expiresAt > event.at && event.expiresAt !== context.expiresAt,
    isRefreshable: ({ event }) => event.type === 'token.found' && event.refreshable,
    isJustRenewed: ({ context, event }) =>
      event.type === 'token.found' &&
      event.expiresAt === context.expiresAt &&
      event.expiresAt <= event.at &&
      event.user === context.user &&
      isJustRenewed(context, event.at),
    isRenewable: ({ context, event }) =>
      context.refreshable &&
      context.expiresAt !== null &&
      isExpiring(context.expiresAt, event.at) &&
      !isJustRenewed(context, event.at),
    canRefresh: ({ context }) => context.refreshable,
    isExpired: ({ context, event }) =>
      !context.refreshable && context.expiresAt !== null && event.at >= context.expiresAt,
    isTemporary: ({ event }) =>
      (event.type === 'refresh.failed' || event.type === 'revoke.failed') &&
      (event.failure.kind === 'offline' || isTransient(event.failure)),
    isThisSignIn: ({ context, event }) =>
      (event.type === 'signIn.succeeded' || event.type === 'signIn.failed') && event.id === context.signIn,
    isThisSignInAgain: ({ context, event }) =>
      event.type === 'signIn.failed' && event.id === context.signIn && context.user !== null,
    isOverdueAgain: ({ context, event }) =>
      context.dueAt !== null && event.at >= context.dueAt && context.user !== null,
    hasUnrevoked: ({ context }) => context.unrevoked.length > 0,
    isRevokeDue: ({ context, event }) =>
      context.nextAttemptAt !== null && event.at >= context.nextAttemptAt && context.unrevoked.length > 0,
    isFreeToAsk: ({ context, event }) =>
      !context.asking && (context.dueAt === null || event.at >= context.dueAt),
    isOverdue: ({ context, event }) => context.dueAt !== null && event.at >= context.dueAt,
  },
  actions: {
    noteToken: assign(({ context }, { user, expiresAt, refreshable, name }: Renewed) => ({
      user,
      name: name ?? (user === context.user ? context.name : null),
      expiresAt,
      refreshable,
      ...(context.renewedAt && expiresAt !== context.expiresAt ? { renewedAt: null } : {}),
      attempts: 0,
      asking: false,
      dueAt: null,
      signIn: null,
      problem: null,
    })),
    noteRenewal: assign((_, { at }: { at: EpochMs }) => ({ renewedAt: at })),
    forget: assign({ expiresAt: null, refreshable: false, attempts: 0, asking: false, dueAt: null }),
    forgetUser: assign({ user: null, name: null, problem: null, revokeAttempts: 0 }),
    postpone: assign(
      ({ context }, { at, failure, jitter }: Extract<AuthEvent, { type: 'refresh.failed' }>) => {
        const attempts = context.attempts + 1;
        const isWorthATimer = failure.kind !== 'offline' && attempts <= MAX_RETRIES;
        return {
          asking: false,
          attempts,
          dueAt: isWorthATimer ? nextAttemptAt(at, attempts, jitter, failure) : null,
        };
      },
    ),
    ask: assign({ asking: true, dueAt: null }),
    awaitPerson: assign((_, { id, at }: { id: string; at: EpochMs }) => ({
      signIn: id,
      dueAt: plus(at, SIGN_IN_LIMIT_MS),
      problem: null,
    })),
    noteProblem: assign((_, { failure }: { failure: SignInFailure }) => ({
      signIn: null,
      dueAt: null,
      problem: failure,
    })),
    oweRevoke: assign(({ context }, event: Extract<AuthEvent, { type: 'revoke.failed' }>) => {
      const { at, failure, jitter, refreshTokens } = event;
      const revokeAttempts = context.revokeAttempts + 1;
      const isWorthATimer = failure.kind !== 'offline' && revokeAttempts <= MAX_RETRIES;
      return {
        unrevoked: [...context.unrevoked, ...refreshTokens],
        revokeAttempts,
        nextAttemptAt: isWorthATimer
          ? nextAttemptAt(at, revokeAttempts, jitter, failure)
          : plus(at, REVOKE_AGAIN_MS),
      };
    }),
    forgetUnrevoked: assign({ unrevoked: [], nextAttemptAt: null }),
    keepTokens: (_, _tokens: Tokens) => {},
    dropTokens: () => {},
    refresh: () => {},
    signIn: (_, _params: { id: string; login: string | null }) => {},
    revoke: (_, _params: { refreshTokens: string[] }) => {},
  },
});

const revokes = {
  type: 'revoke',
  params: ({ event }: { event: { refreshToken: string | null } }) => ({
    refreshTokens: event.refreshToken === null ? [] : [event.refreshToken],
  }),
} as const;
const revokesAgain = [
  {
    type: 'revoke',
    params: ({ context }: { context: AuthContext }) => ({ refreshTokens: context.unrevoked }),
  },
  'forgetUnrevoked',
] as const;
const overdue = { type: 'noteProblem', params: { failure: { kind: 'overdue' } } } as const;
const failed = {
  type: 'noteProblem',
  params: ({ event }: { event: { failure: SignInFailure } }) => event,
} as const;

/** Whether requests may be made in a person's name, and what is being done about it where they may not. */
export const authMachine = logic.createMachine({
  id: 'auth',
  context: {
    user: null,
    name: null,
    expiresAt: null,
    refreshable: false,
    attempts: 0,
    asking: false,
    dueAt: null,
    signIn: null,
    problem: null,
    unrevoked: [],
    revokeAttempts: 0,
    nextAttemptAt: null,
  },
  initial: 'reauth',
  on: {
    'revoke.failed': { guard: 'isTemporary', actions: { type: 'oweRevoke', params: ({ event }) => event } },
    'network.returned': { guard: 'hasUnrevoked', actions: revokesAgain },
    'deadline.reached': { guard: 'isRevokeDue', actions: revokesAgain },
    'token.found': [
      { guard: 'isLive', target: '.valid', actions: { type: 'noteToken', params: factsOf } },
      {
        guard: 'isRefreshable',
        target: '.refreshing',
        actions: [{ type: 'noteToken', params: factsOf }, 'ask', 'refresh'],
      },
      { target: '.reauth.expired', actions: { type: 'noteToken', params: factsOf } },
    ],
  },
  states: {
    valid: {
      description: 'You are signed in.',
      tags: 'usable',
      on: {
        'token.found': { guard: 'isJustRenewed' },
        'token.missing': { target: 'reauth.signedOut', actions: ['forget', 'forgetUser'] },
        'token.needed': [
          { guard: 'isRenewable', target: 'refreshing', actions: ['ask', 'refresh'] },
          { guard: 'isExpired', target: 'reauth.expired', actions: ['forget', 'dropTokens'] },
        ],
        'token.refused': [
          { guard: 'canRefresh', target: 'refreshing', actions: ['ask', 'refresh'] },
          { target: 'reauth.expired', actions: ['forget', 'dropTokens'] },
        ],
        'auth.signOut': {
          target: 'reauth.signedOut',
          actions: [revokes, 'dropTokens', 'forget', 'forgetUser'],
        },
      },
    },
    refreshing: {
      description: 'The sign-in is being renewed.',
      on: {
        'token.found': [
          { guard: 'isLiveAndNew', target: 'valid', actions: { type: 'noteToken', params: factsOf } },
          { guard: 'isRefreshable' },
          { guard: 'isLive', target: 'valid', actions: { type: 'noteToken', params: factsOf } },
          { target: 'reauth.expired', actions: { type: 'noteToken', params: factsOf } },
        ],
        'token.missing': { target: 'reauth.signedOut', actions: ['forget', 'forgetUser'] },
        'refresh.succeeded': {
          target: 'valid',
          actions: [
            { type: 'noteToken', params: factsOf },
            { type: 'noteRenewal', params: ({ event }) => event },
            { type: 'keepTokens', params: tokensOf },
          ],
        },
        'refresh.failed': [
          { guard: 'isTemporary', actions: { type: 'postpone', params: ({ event }) => event } },
          { target: 'reauth.expired', actions: ['forget', 'dropTokens'] },
        ],
        'deadline.reached': { guard: 'isOverdue', actions: ['ask', 'refresh'] },
        'token.needed': { guard: 'isFreeToAsk', actions: ['ask', 'refresh'] },
        'auth.signOut': {
          target: 'reauth.signedOut',
          actions: [revokes, 'dropTokens', 'forget', 'forgetUser'],
        },
      },
    },
    reauth: {
      description: 'Nobody is signed in. Tracking goes on, and what is owed is kept.',
      initial: 'signedOut',
      on: {
        'auth.signIn': {
          target: '.signingIn',
          actions: [
            { type: 'awaitPerson', params: ({ event }) => event },
            { type: 'signIn', params: ({ event: { id, login } }) => ({ id, login }) },
          ],
        },
      },
      states: {
        signedOut: { description: 'You are signed out.' },
        expired: {
          description: 'Your sign-in has expired. Sign in again to sync.',
          tags: 'needsPerson',
          on: { 'auth.signOut': { target: 'signedOut', actions: ['forget', 'forgetUser', 'dropTokens'] } },
        },
        signingIn: {
          description: 'You are signing in.',
          on: {
            'signIn.succeeded': {
              guard: 'isThisSignIn',
              target: '#auth.valid',
              actions: [
                { type: 'noteToken', params: factsOf },
                { type: 'noteRenewal', params: ({ event }) => event },
                { type: 'keepTokens', params: tokensOf },
              ],
            },
            'signIn.failed': [
              { guard: 'isThisSignInAgain', target: 'expired', actions: failed },
              { guard: 'isThisSignIn', target: 'signedOut', actions: failed },
            ],
            'deadline.reached': [
              { guard: 'isOverdueAgain', target: 'expired', actions: overdue },
              { guard: 'isOverdue', target: 'signedOut', actions: overdue },
            ],
          },
        },
      },
    },
  },
});
