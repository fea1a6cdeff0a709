import type { Failure } from './failure.ts';

/** How long a person may take to sign in, in milliseconds: as long as the backend keeps their place at GitHub. */
export const SIGN_IN_LIMIT_MS = 10 * 60_000;

/** How a person can sign in: through GitHub, or by a name alone where the backend is on this machine. */
export type SignInWay = 'github' | 'name';

/** Why nobody was signed in. What a page says depends on `kind`, and on `code` where there is one. */
export type SignInFailure =
  | Failure
  /** The window was closed before it came back. */
  | { kind: 'cancelled' }
  /** The browser or the extension was stopped in the middle. Nothing is left of that sign-in. */
  | { kind: 'interrupted' }
  /** Nobody came back within {@link SIGN_IN_LIMIT_MS}. */
  | { kind: 'overdue' }
  /** The answer belongs to another sign-in than the one that was begun: it is not used. */
  | { kind: 'mismatched' }
  /** This backend does not know GitHub. */
  | { kind: 'unavailable' }
  /** The backend sent the person back without a code: OAuth's `error`, and the server's own words where it has some. */
  | { kind: 'denied'; code: string; reason: string | null };
