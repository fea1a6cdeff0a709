import type { TokenFacts, Tokens } from '../domain/token.ts';
import type { Answer } from './session-api.ts';

/** New tokens, and what is known of them. */
export interface Grant {
  tokens: Tokens;
  facts: TokenFacts;
}

/** The authorization server, and what can be read of its tokens. */
export interface Identity {
  /** Signs a person in by name alone, where the backend is a local one. */
  signInLocally(login: string): Promise<Answer<Grant>>;
  refresh(refreshToken: string): Promise<Answer<Grant>>;
  /** Makes a refresh token worthless. */
  revoke(refreshToken: string): Promise<Answer<null>>;
  /** What a stored token says of itself; `null` where it is none. `expiry` caps its own claim. */
  read(token: unknown, expiry: unknown, refreshToken: unknown): TokenFacts | null;
}
