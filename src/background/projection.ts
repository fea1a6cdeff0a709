import * as v from 'valibot';
import type { ReviewLog } from '../domain/session.ts';
import { type EpochMs, earliest, plus, toEpochMs } from '../domain/time.ts';
import type { Notice, View } from '../domain/view.ts';
import { VIEW_KEY } from '../messages/keys.ts';
import type { Instance } from './charts.ts';
import { emptyHead, failedOf, Head, nextHead, pendingOf, pruneLanes } from './head.ts';
import { type Change, type Draft, deadlineOf } from './runtime.ts';
import { activeSession, deriveView } from './view.ts';

/** Storage key of the head. */
export const HEAD_KEY = 'head';

/** How often the next sync comes while something is owed. */
const SYNC_EVERY_MS = 15 * 60_000;

/** While items are delivered one after the other, what is derived from them is written at most this often. */
export const SETTLE_MS = 250;

/** What the projection knows besides the instances. */
export interface Surroundings {
  now(): EpochMs;
  trackingEnabled(): boolean;
  localBackend: boolean;
  notices(): Notice[];
}

/**
 * Derives what is stored beside the instances: the head, the View, `activeSession`. It goes into the same write as
 * the transition, but for the steps of a delivery, after which it follows within {@link SETTLE_MS}.
 */
export const createProjection = ({ now, trackingEnabled, localBackend, notices }: Surroundings) => {
  let head: Head = emptyHead;
  let staged: Head = emptyHead;
  let lastSyncTime: EpochMs | null = null;
  let offline = false;
  let writtenAt = 0;
  let owing = false;
  let view: View | null = null;
  let written = '';
  let writing = '';

  const nextSync = (next: Head): number | null => {
    if (pendingOf(next) + failedOf(next) - next.queue.refused === 0) return null;
    return next.nextSyncAt ?? plus(now(), SYNC_EVERY_MS);
  };

  /** Items are in memory once a delivery has begun; before that, what the head says stands. */
  const retryAt = (next: Head, live: readonly Instance[]): number | null =>
    next.queue.retrying === 0
      ? null
      : (earliest(...live.filter(({ chart }) => chart === 'syncItem').map(deadlineOf)) ?? next.retryAt);

  const write = (instances: readonly Instance[], draft: Draft): void => {
    const sessions = instances.filter(({ chart }) => chart === 'session');
    view = deriveView({
      at: now(),
      head: staged,
      sessions,
      auth: instances.find(({ chart }) => chart === 'auth') ?? null,
      offline,
      trackingEnabled: trackingEnabled(),
      lastSyncTime,
      nextAttemptAt: staged.retryAt as EpochMs | null,
      localBackend,
      notices: notices(),
    });
    owing = false;
    writing = JSON.stringify([view, staged]);
    if (writing === written) return;
    draft.writes.set(VIEW_KEY, view);
    draft.writes.set(HEAD_KEY, staged);
    const active = activeSession(sessions);
    if (active) draft.writes.set('activeSession', active);
    else draft.removals.add('activeSession');
  };

  return {
    /** Takes over what a former worker stored. `false` where it is lost or of another version. */
    restore: (stored: Record<string, unknown>): boolean => {
      const parsed = v.safeParse(Head, stored[HEAD_KEY]);
      head = parsed.success ? parsed.output : emptyHead;
      staged = head;
      lastSyncTime = typeof stored.lastSyncTime === 'number' ? toEpochMs(stored.lastSyncTime) : null;
      offline = stored.offlineMode === true;
      return parsed.success;
    },
    head: (): Head => head,
    /** Replaces the head by one that was counted anew. */
    replace: (next: Head): void => {
      head = next;
      staged = next;
    },
    isOffline: (): boolean => offline,
    setOffline: (value: boolean): void => {
      offline = value;
    },
    /** The part of a commit: `live` are the instances as they will be. */
    project: (changes: readonly Change[], live: readonly Instance[], draft: Draft): void => {
      const synced = draft.writes.get('lastSyncTime');
      if (typeof synced === 'number') lastSyncTime = toEpochMs(synced);
      const openIds = new Set(
        live.flatMap(
          ({ context }) => ((context.log as ReviewLog | null | undefined)?.id ?? []) as string | [],
        ),
      );
      const next = nextHead(head, changes, draft.writes, draft.removals, now());
      staged = pruneLanes({ ...next, nextSyncAt: nextSync(next), retryAt: retryAt(next, live) }, openIds);
      const isDelivery =
        changes.length > 0 && changes.every(({ after, before }) => (after ?? before)?.chart === 'syncItem');
      if (isDelivery && now() - writtenAt < SETTLE_MS) owing = true;
      else write(live, draft);
    },
    /** Notes that the commit stands. */
    settle: (): void => {
      head = staged;
      if (!owing && writing !== written) writtenAt = now();
      if (!owing) written = writing;
    },
    /** The sync that was due has come; the next one follows. */
    postponeSync: (): void => {
      head = {
        ...head,
        nextSyncAt: pendingOf(head) + failedOf(head) > 0 ? plus(now(), SYNC_EVERY_MS) : null,
      };
      staged = head;
    },
    /** What pages show, as far as this worker has derived it. */
    view: (): View | null => view,
    /** Whether something derived has not been written yet. */
    isOwing: (): boolean => owing,
  };
};
