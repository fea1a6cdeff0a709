import type { LocalDays } from '@worktime/contract';
import type { EpochMs } from '../domain/time.ts';

/** The time, and what else differs from one run to the next. */
export interface Clock {
  now(): EpochMs;
  /** The person's IANA time zone. */
  timeZone(): string;
  /** The person's last local days, today included. */
  localDays(count: number): LocalDays;
}

/** Randomness. */
export interface Chance {
  /** A UUIDv7. */
  id(): string;
  /** A number in 0..1. */
  jitter(): number;
}
