import { assign, setup } from 'xstate';
import { isTransient } from '../domain/failure.ts';
import { MAX_RETRIES } from '../domain/retry.ts';
import type { SignInFailure } from '../domain/sign-in.ts';
import type { EpochMs } from '../domain/time.ts';
import { isExpiring, isJustRenewed, type Tokens } from '../domain/token.ts';
import type { AuthContext, AuthEvent, Renewed } from './auth.events.ts';
import {
  awaiting,
  failed,
  nobody,
  notesToken,
  overdue,
  owingRevoke,
  postponed,
  revokes,
  revokesAgain,
  spurned,
  takesTokens,
  withoutToken,
  withToken,
} from './auth.parts.ts';

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
    isSpurned: ({ context, event }) => context.refreshable && isJustRenewed(context, event.at),
    isSpurnedForGood: ({ context, event }) =>
      (context.refusals ?? 0) >= MAX_RETRIES && isJustRenewed(context, event.at),
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
    noteToken: assign(({ context }, token: Renewed) => withToken(context, token)),
    noteRenewal: assign((_, { at }: { at: EpochMs }) => ({ renewedAt: at })),
    forget: assign(({ context }) => withoutToken(context)),
    forgetUser: assign({ user: null, name: null, problem: null, revokeAttempts: 0 }),
    forgetRefusals: assign(({ context }) => (context.refusals ? { refusals: 0 } : {})),
    postpone: assign(({ context }, failure: Extract<AuthEvent, { type: 'refresh.failed' }>) =>
      postponed(context, failure),
    ),
    noteRefusal: assign(({ context, event }) => spurned(context, event.at)),
    ask: assign({ asking: true, dueAt: null }),
    awaitPerson: assign((_, signIn: { id: string; at: EpochMs }) => awaiting(signIn)),
    noteProblem: assign((_, { failure }: { failure: SignInFailure }) => ({
      signIn: null,
      dueAt: null,
      problem: failure,
    })),
    oweRevoke: assign(({ context }, failure: Extract<AuthEvent, { type: 'revoke.failed' }>) =>
      owingRevoke(context, failure),
    ),
    forgetUnrevoked: assign({ unrevoked: [], nextAttemptAt: null }),
    keepTokens: (_, _tokens: Tokens) => {},
    dropTokens: () => {},
    refresh: () => {},
    signIn: (_, _params: { id: string; login: string | null }) => {},
    revoke: (_, _params: { refreshTokens: string[] }) => {},
  },
});

/** Whether requests may be made in a person's name, and what is being done about it where they may not. */
export const authMachine = logic.createMachine({
  id: 'auth',
  context: nobody,
  initial: 'reauth',
  on: {
    'revoke.failed': { guard: 'isTemporary', actions: { type: 'oweRevoke', params: ({ event }) => event } },
    'network.returned': { guard: 'hasUnrevoked', actions: revokesAgain },
    'deadline.reached': { guard: 'isRevokeDue', actions: revokesAgain },
    'token.found': [
      { guard: 'isLive', target: '.valid', actions: notesToken },
      {
        guard: 'isRefreshable',
        target: '.refreshing',
        actions: [notesToken, 'ask', 'refresh'],
      },
      { target: '.reauth.expired', actions: notesToken },
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
          { guard: 'isSpurnedForGood', target: 'reauth.expired', actions: [revokes, 'forget', 'dropTokens'] },
          { guard: 'isSpurned', target: 'refreshing', actions: 'noteRefusal' },
          { guard: 'canRefresh', target: 'refreshing', actions: ['forgetRefusals', 'ask', 'refresh'] },
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
          { guard: 'isLiveAndNew', target: 'valid', actions: notesToken },
          { guard: 'isRefreshable' },
          { guard: 'isLive', target: 'valid', actions: notesToken },
          { target: 'reauth.expired', actions: notesToken },
        ],
        'token.missing': { target: 'reauth.signedOut', actions: ['forget', 'forgetUser'] },
        'refresh.succeeded': {
          target: 'valid',
          actions: takesTokens,
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
              actions: takesTokens,
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
