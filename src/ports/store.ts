/** Durable storage of JSON values under string keys. */
export interface Store {
  /** The values under these keys; a key without one is absent from the answer. Rejects when reading fails. */
  get(keys: readonly string[]): Promise<Record<string, unknown>>;
  /** Every key in use, without reading a value. */
  keys(): Promise<string[]>;
  /** Writes and removes as one: either all of it is stored, or the promise rejects and nothing has changed. */
  commit(writes: Readonly<Record<string, unknown>>, removals?: readonly string[]): Promise<void>;
}
