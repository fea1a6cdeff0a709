/** What a company has settled for its people. */
export interface Policy {
  /** Settings that win over the person's own; empty where there are none. */
  read(): Promise<Record<string, unknown>>;
}
