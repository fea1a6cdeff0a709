import type { Failure } from '../domain/failure.ts';
import type { SignInFailure } from '../domain/sign-in.ts';
import type { EpochMs } from '../domain/time.ts';
import type { TokenFacts, Tokens } from '../domain/token.ts';

/** All that can happen to a sign-in. */
export type AuthEvent =
  | ({ type: 'token.found'; at: EpochMs } & TokenFacts)
  | { type: 'token.missing'; at: EpochMs }
  | { type: 'token.needed'; at: EpochMs }
  /** `refreshToken` lies beside the token. */
  | { type: 'token.refused'; at: EpochMs; refreshToken: string | null }
  | ({ type: 'refresh.succeeded'; at: EpochMs; tokens: Tokens; name: string | null } & TokenFacts)
  /** `jitter` is a random number in 0..1. */
  | { type: 'refresh.failed'; at: EpochMs; failure: Failure; jitter: number }
  | { type: 'deadline.reached'; at: EpochMs }
  | { type: 'network.returned'; at: EpochMs }
  /** `id` names this sign-in; its outcome carries the same. `login`: by that name alone; `null`: through GitHub. */
  | { type: 'auth.signIn'; at: EpochMs; id: string; login: string | null }
  | ({ type: 'signIn.succeeded'; at: EpochMs; id: string; tokens: Tokens; name: string | null } & TokenFacts)
  | { type: 'signIn.failed'; at: EpochMs; id: string; failure: SignInFailure }
  | { type: 'auth.signOut'; at: EpochMs; refreshToken: string | null }
  | { type: 'revoke.failed'; at: EpochMs; refreshTokens: string[]; failure: Failure; jitter: number };

/** What is remembered of a person and of their tokens. */
export interface AuthContext {
  user: string | null;
  /** What the person is called, where that is known. */
  name: string | null;
  expiresAt: EpochMs | null;
  refreshable: boolean;
  /** When the server gave this token, by the clock of this machine; absent where somebody else put it there. */
  renewedAt?: EpochMs | null;
  /** Tokens in a row that the server refused right after it had given them; absent is none. */
  refusals?: number;
  /** Refreshes that failed for want of a network or a server, since the last one that did not. */
  attempts: number;
  /** Whether a refresh is under way. */
  asking: boolean;
  /**
   * When the refresh is tried again (`null` where only the next need for a token does), or when a sign-in that nobody
   * comes back from is given up.
   */
  dueAt: EpochMs | null;
  /** The sign-in under way. The outcome of any other is ignored. */
  signIn: string | null;
  /** Why the last sign-in failed. */
  problem: SignInFailure | null;
  /** Refresh tokens of people who signed out, which the server has not been told of yet. */
  unrevoked: string[];
  /** Times in a row that telling it failed. */
  revokeAttempts: number;
  /** When it is told again. */
  nextAttemptAt: EpochMs | null;
}

/** What is known of a token, and the person's name where whoever gave it said it. */
export type Renewed = TokenFacts & { name?: string | null };
