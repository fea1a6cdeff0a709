import type { SignInFailure, SignInWay } from '../domain/sign-in.ts';
import type { TokenFacts, Tokens } from '../domain/token.ts';
import type { Answer } from './session-api.ts';

/** New tokens, and what is known of them. */
export interface Grant {
  tokens: Tokens;
  facts: TokenFacts;
  /** What the server calls the person; `null` where it does not say. */
  name: string | null;
}

/** The outcome of a sign-in that a person takes part in. */
export type SignInAnswer = { ok: true; value: Grant } | { ok: false; failure: SignInFailure };

/** The authorization server, and what can be read of its tokens. */
export interface Identity {
  /** The ways to sign in that this backend offers now. */
  ways(): Promise<Answer<SignInWay[]>>;
  /** Signs a person in by name alone, where the backend is a local one. */
  signInLocally(login: string): Promise<Answer<Grant>>;
  /** Opens a window in which a person signs in, and waits for them. Not to be repeated without being asked again. */
  signInThroughGitHub(): Promise<SignInAnswer>;
  refresh(refreshToken: string): Promise<Answer<Grant>>;
  /** Makes a refresh token worthless. */
  revoke(refreshToken: string): Promise<Answer<null>>;
  /** What a stored token says of itself; `null` where it is none. `expiry` caps its own claim. */
  read(token: unknown, expiry: unknown, refreshToken: unknown): TokenFacts | null;
}
