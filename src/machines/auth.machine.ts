import { assign, setup } from 'xstate';
import { type Failure, isTransient } from '../domain/failure.ts';
import { MAX_RETRIES, nextAttemptAt } from '../domain/retry.ts';
import type { EpochMs } from '../domain/time.ts';
import { isExpiring, type TokenFacts, type Tokens } from '../domain/token.ts';

export type AuthEvent =
  | ({ type: 'token.found'; at: EpochMs } & TokenFacts)
  | { type: 'token.missing'; at: EpochMs }
  | { type: 'token.needed'; at: EpochMs }
  | { type: 'token.refused'; at: EpochMs }
  | ({ type: 'refresh.succeeded'; at: EpochMs; tokens: Tokens } & TokenFacts)
  /** `jitter` is a random number in 0..1. */
  | { type: 'refresh.failed'; at: EpochMs; failure: Failure; jitter: number }
  | { type: 'deadline.reached'; at: EpochMs }
  | { type: 'auth.signIn'; at: EpochMs; login: string }
  | ({ type: 'signIn.succeeded'; at: EpochMs; tokens: Tokens; name: string } & TokenFacts)
  | { type: 'signIn.failed'; at: EpochMs; failure: Failure }
  | { type: 'auth.signOut'; at: EpochMs; refreshToken: string | null };

interface AuthContext {
  user: string | null;
  /** What the person is called, where that is known. */
  name: string | null;
  expiresAt: EpochMs | null;
  refreshable: boolean;
  /** Refreshes that failed for want of a network or a server, since the last one that did not. */
  attempts: number;
  /** Whether a refresh is under way. */
  asking: boolean;
  /** When the refresh is tried again; `null` where only the next need for a token does. */
  dueAt: EpochMs | null;
  /** Why the last sign-in failed. */
  problem: Failure | null;
}

const tokensOf = ({ event }: { event: { tokens: Tokens } }) => event.tokens;
const revokes = {
  type: 'revoke',
  params: ({ event }: { event: { refreshToken: string | null } }) => ({ refreshToken: event.refreshToken }),
} as const;
const factsOf = ({ event }: { event: TokenFacts }): TokenFacts => event;

/** Whether requests may be made in a person's name, and what is being done about it where they may not. */
export const authMachine = setup({
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
    isRenewable: ({ context, event }) =>
      context.refreshable && context.expiresAt !== null && isExpiring(context.expiresAt, event.at),
    canRefresh: ({ context }) => context.refreshable,
    isExpired: ({ context, event }) => context.expiresAt !== null && event.at >= context.expiresAt,
    isTemporary: ({ event }) =>
      event.type === 'refresh.failed' && (event.failure.kind === 'offline' || isTransient(event.failure)),
    isFreeToAsk: ({ context, event }) =>
      !context.asking && (context.dueAt === null || event.at >= context.dueAt),
    isOverdue: ({ context, event }) => context.dueAt !== null && event.at >= context.dueAt,
  },
  actions: {
    noteToken: assign(({ context }, { user, expiresAt, refreshable }: TokenFacts) => ({
      user,
      name: user === context.user ? context.name : null,
      expiresAt,
      refreshable,
      attempts: 0,
      asking: false,
      dueAt: null,
      problem: null,
    })),
    forget: assign({ expiresAt: null, refreshable: false, attempts: 0, asking: false, dueAt: null }),
    noteName: assign((_, { name }: { name: string }) => ({ name })),
    forgetUser: assign({ user: null, name: null, problem: null }),
    postpone: assign(
      ({ context }, { at, failure, jitter }: { at: EpochMs; failure: Failure; jitter: number }) => {
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
    noteProblem: assign((_, { failure }: { failure: Failure }) => ({ problem: failure })),
    keepTokens: (_, _tokens: Tokens) => {},
    dropTokens: () => {},
    refresh: () => {},
    signIn: (_, _params: { login: string }) => {},
    revoke: (_, _params: { refreshToken: string | null }) => {},
  },
}).createMachine({
  id: 'auth',
  context: {
    user: null,
    name: null,
    expiresAt: null,
    refreshable: false,
    attempts: 0,
    asking: false,
    dueAt: null,
    problem: null,
  },
  initial: 'reauth',
  on: {
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
          { target: 'reauth.expired', actions: { type: 'noteToken', params: factsOf } },
        ],
        'token.missing': { target: 'reauth.signedOut', actions: ['forget', 'forgetUser'] },
        'refresh.succeeded': {
          target: 'valid',
          actions: [
            { type: 'noteToken', params: factsOf },
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
          actions: { type: 'signIn', params: ({ event }) => ({ login: event.login }) },
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
              target: '#auth.valid',
              actions: [
                { type: 'noteToken', params: factsOf },
                { type: 'noteName', params: ({ event }) => ({ name: event.name }) },
                { type: 'keepTokens', params: tokensOf },
              ],
            },
            'signIn.failed': {
              target: 'signedOut',
              actions: { type: 'noteProblem', params: ({ event }) => event },
            },
          },
        },
      },
    },
  },
});
