import type { Failure } from '../domain/failure.ts';
import { MAX_RETRIES, nextAttemptAt } from '../domain/retry.ts';
import { SIGN_IN_LIMIT_MS, type SignInFailure } from '../domain/sign-in.ts';
import { type EpochMs, plus } from '../domain/time.ts';
import type { Tokens } from '../domain/token.ts';
import type { AuthContext, AuthEvent, Renewed } from './auth.events.ts';

/** How long after the last retry a sign-out that the server does not know of is told again. */
const REVOKE_AGAIN_MS = 3_600_000;

/** A sign-in of nobody. */
export const nobody: AuthContext = {
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
};

/** A token that may be used; its person keeps the name. */
export const withToken = (
  context: AuthContext,
  { user, expiresAt, refreshable, name }: Renewed,
): Partial<AuthContext> => ({
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
});

/** No token at all. */
export const withoutToken = ({ refusals = 0 }: AuthContext): Partial<AuthContext> => ({
  expiresAt: null,
  refreshable: false,
  attempts: 0,
  asking: false,
  dueAt: null,
  ...(refusals > 0 ? { refusals: 0 } : {}),
});

/** A refresh that failed is tried again: by schedule, or, without a network, when a token is needed. */
export const postponed = (
  context: AuthContext,
  { at, failure, jitter }: Extract<AuthEvent, { type: 'refresh.failed' }>,
): Partial<AuthContext> => {
  const attempts = context.attempts + 1;
  const isWorthATimer = failure.kind !== 'offline' && attempts <= MAX_RETRIES;
  return {
    asking: false,
    attempts,
    dueAt: isWorthATimer ? nextAttemptAt(at, attempts, jitter, failure) : null,
  };
};

const unauthorized: Failure = { kind: 'unauthorized' };

/** The server refused the token that it gave only just now: the next one is asked for by schedule. */
export const spurned = ({ refusals = 0 }: AuthContext, at: EpochMs): Partial<AuthContext> => ({
  refusals: refusals + 1,
  dueAt: nextAttemptAt(at, refusals + 1, 0, unauthorized),
});

/** A person is waited for, who may never come back. */
export const awaiting = ({ id, at }: { id: string; at: EpochMs }): Partial<AuthContext> => ({
  signIn: id,
  dueAt: plus(at, SIGN_IN_LIMIT_MS),
  problem: null,
});

/** A sign-out that the server has not heard of is told again: by schedule, then once an hour. */
export const owingRevoke = (
  context: AuthContext,
  { at, failure, jitter, refreshTokens }: Extract<AuthEvent, { type: 'revoke.failed' }>,
): Partial<AuthContext> => {
  const revokeAttempts = context.revokeAttempts + 1;
  const isWorthATimer = failure.kind !== 'offline' && revokeAttempts <= MAX_RETRIES;
  return {
    unrevoked: [...context.unrevoked, ...refreshTokens],
    revokeAttempts,
    nextAttemptAt: isWorthATimer
      ? nextAttemptAt(at, revokeAttempts, jitter, failure)
      : plus(at, REVOKE_AGAIN_MS),
  };
};

/** `noteToken`, with what the event says of the token. */
export const notesToken = {
  type: 'noteToken',
  params: ({ event }: { event: Renewed }): Renewed => event,
} as const;

/** A token that the server gave: noted, and kept with its refresh token. */
export const takesTokens = [
  notesToken,
  { type: 'noteRenewal', params: ({ event }: { event: { at: EpochMs } }) => event },
  { type: 'keepTokens', params: ({ event }: { event: { tokens: Tokens } }) => event.tokens },
] as const;

/** `revoke`, of the refresh token that the end of a sign-in names. */
export const revokes = {
  type: 'revoke',
  params: ({ event }: { event: { refreshToken: string | null } }) => ({
    refreshTokens: event.refreshToken === null ? [] : [event.refreshToken],
  }),
} as const;

/** `revoke`, of all that the server has not heard of yet. */
export const revokesAgain = [
  {
    type: 'revoke',
    params: ({ context }: { context: AuthContext }) => ({ refreshTokens: context.unrevoked }),
  },
  'forgetUnrevoked',
] as const;

/** `noteProblem`: nobody came back from a sign-in in its time. */
export const overdue = { type: 'noteProblem', params: { failure: { kind: 'overdue' } } } as const;

/** `noteProblem`: a sign-in failed. */
export const failed = {
  type: 'noteProblem',
  params: ({ event }: { event: { failure: SignInFailure } }) => event,
} as const;
