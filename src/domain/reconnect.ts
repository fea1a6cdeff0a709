import { type EpochMs, toEpochMs } from './time.ts';

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * When to look next whether the network is back, of an outage that began at `since`: 30 s after that, then each time
 * after twice as long, up to 15 minutes. Never more than that after `at`, whatever the clock did.
 */
export const nextLookAt = (since: EpochMs, at: EpochMs): EpochMs => {
  let due = since + FIRST_WAIT_MS;
  for (let wait = FIRST_WAIT_MS * 2; due <= at && wait < LONGEST_WAIT_MS; wait *= 2) due += wait;
  if (due <= at) due += LONGEST_WAIT_MS * (Math.floor((at - due) / LONGEST_WAIT_MS) + 1);
  return toEpochMs(Math.min(due, at + LONGEST_WAIT_MS));
};
