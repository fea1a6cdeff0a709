import { MAX_RETRIES } from '../../domain/retry.ts';
import type { EpochMs } from '../../domain/time.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';

/** The time left until an instant, in words; at most a second is missing from it. */
const sayLeft = (until: EpochMs, now: EpochMs): string =>
  localFormat.duration(Math.max(0, Math.ceil((until - now) / 1000)));

/** What an item's deadline brings, counting down. */
export const sayItemDue = (
  item: { state: string; attempts: number; nextAttemptAt: EpochMs | null },
  now: EpochMs,
): string | null => {
  const { state, attempts, nextAttemptAt } = item;
  if (nextAttemptAt === null) return null;
  if (nextAttemptAt <= now) return say('state_next_try_now');
  const left = sayLeft(nextAttemptAt, now);
  return state === 'held' ? say('chart_due_held', left) : say('chart_due_retry', attempts, MAX_RETRIES, left);
};

/** When a review that does not count ends. */
export const sayReviewDue = (dueAt: EpochMs | null, now: EpochMs): string | null =>
  dueAt === null ? null : say('chart_due_ends', sayLeft(dueAt, now));

/** When renewing the sign-in is tried again. */
export const sayRenewalDue = (dueAt: EpochMs | null, now: EpochMs): string | null =>
  dueAt === null || dueAt <= now ? null : say('chart_due_refresh', sayLeft(dueAt, now));
