/** Where the backend is that this browser sends to. */
export interface BackendAddress {
  /** Its address, without a slash at the end. */
  now(): string;
  /** The same where the organisation has set it; `null` where the build's own holds. */
  preset(): string | null;
  /** Whether it is on this machine, and so may sign people in by name. */
  isLocal(): boolean;
  /** What the organisation has set now; it holds once it is told to. */
  read(): Promise<string | null>;
  hold(preset: string | null): void;
}
