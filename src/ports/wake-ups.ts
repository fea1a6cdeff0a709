import type { EpochMs } from '../domain/time.ts';

/** Asks to be woken at the earliest deadline that is known, and again until it asks anew. Survives the worker. */
export interface WakeUps {
  /** Replaces what was asked before; `null` asks for nothing. */
  schedule(at: EpochMs | null): Promise<void>;
}
