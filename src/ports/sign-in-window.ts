/** What a sign-in sent away with a person, to be compared with what comes back. */
export interface PendingSignIn {
  state: string;
  /** The secret half of the PKCE challenge (RFC 7636). */
  verifier: string;
}

/** The window in which a person signs in, and the note about it that outlives neither the browser nor its return. */
export interface SignInWindow {
  /** The address that the window comes back to. */
  readonly redirectUri: string;
  /** Keeps the note; only one sign-in is pending at a time. */
  note(pending: PendingSignIn): Promise<void>;
  /** Takes the note out. `null` where there is none. */
  takeNote(): Promise<PendingSignIn | null>;
  /** Opens the window, and answers the address that it came back with; `null` where it never did. */
  open(address: string): Promise<string | null>;
}
