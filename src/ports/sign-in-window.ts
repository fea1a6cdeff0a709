/** What a sign-in sent away with a person, to be compared with what comes back. */
export interface PendingSignIn {
  state: string;
  /** The secret half of the PKCE challenge (RFC 7636). */
  verifier: string;
}

/** The window in which a person signs in, and the note about it, which outlives the worker and not the browser. */
export interface SignInWindow {
  /** The address that the window comes back to. */
  readonly redirectUri: string;
  /** Keeps the note, in the place of any other: only one sign-in is pending at a time. */
  note(pending: PendingSignIn): Promise<void>;
  /** Takes the note of this state out. `null` where there is none, or that of another sign-in. */
  takeNote(state: string): Promise<PendingSignIn | null>;
  /** Opens the window, in the place of one that is still open; answers where it came back with, `null` where it never did. */
  open(address: string): Promise<string | null>;
}
