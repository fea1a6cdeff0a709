import type { Failure } from './failure.ts';
import type { Unattended } from './gap.ts';
import type { CountedInterval } from './interval.ts';
import type { DayTotal } from './local-days.ts';
import type { PauseReason } from './pause-reason.ts';
import type { SignInFailure, SignInWay } from './sign-in.ts';
import type { EpochMs } from './time.ts';

/** The version of the View's shape. A page that reads another one asks for a reload. */
export const VIEW_VERSION = 2;

/** What can be asked of an open session now. */
export type SessionCommand = 'pause' | 'resume' | 'end';

/** What can be asked of an item that waits to be delivered. */
export type ItemCommand = 'retry' | 'discard';

/** Where a session's delivery stands: the furthest-behind of its items speaks for it. */
export type DeliveryState = 'queued' | 'retrying' | 'failed' | 'synced';

/** Where delivery as a whole stands: the first of these that holds. */
export type SyncState = 'signed-out' | 'offline' | 'failed' | 'syncing' | 'pending' | 'synced';

/** Which pull request a row is about. */
export interface ViewedPullRequest {
  host: string;
  owner: string;
  repo: string;
  number: number;
  title: string | null;
}

/** A session that has not ended. */
export interface OpenSessionView extends ViewedPullRequest {
  id: string;
  state: 'counting' | 'paused' | 'ending';
  startedAt: EpochMs;
  /** Counted time in closed intervals. The running total adds `now - countingSince`. */
  countedMs: number;
  countingSince: EpochMs | null;
  pausedBecause: PauseReason | null;
  /** When it ends, unless attention comes back; `null` while it counts. */
  dueAt: EpochMs | null;
  can: SessionCommand[];
}

/** A session that has ended. */
export interface RecentSessionView extends ViewedPullRequest {
  id: string;
  startedAt: EpochMs;
  endedAt: EpochMs;
  durationSeconds: number;
  sync: DeliveryState;
  /** Why an item of this session failed, else `null`. */
  problem: Failure | null;
  can: ItemCommand[];
}

/** Delivery as a whole. */
export interface SyncView {
  state: SyncState;
  /** Items that wait: queued, in flight or waiting for their retry. */
  pending: number;
  failed: number;
  /** When the next attempt is due, where one is. */
  nextAttemptAt: EpochMs | null;
  /** When the backend last acknowledged anything. */
  lastSyncTime: EpochMs | null;
}

/** Who is signed in. */
export interface AuthView {
  state: 'valid' | 'refreshing' | 'signed-out' | 'expired' | 'signing-in';
  /** The `sub` of the token, where there is one. */
  user: string | null;
  /** What the person is called, where that is known. */
  name: string | null;
  /** Why the last sign-in failed; `null` once another has begun, or where none has. */
  problem: SignInFailure | null;
  /** How a person can sign in now. */
  ways: SignInWay[];
  /** Whether the backend is a local one that signs a person in by a name alone. */
  local: boolean;
}

/** Something that a person should know about. */
export type Notice =
  /** The browser refused a write. */
  | { kind: 'storage-failed' }
  /** So many stored records could not be read, and were set aside. */
  | { kind: 'quarantined'; count: number }
  /** The history was empty, and was filled with so many sessions that the backend holds. */
  | { kind: 'refilled'; count: number };

/** Time that did not count because nobody was there, about which the person has not decided. */
export interface GapView extends ViewedPullRequest {
  /** The session that it can be given back to. */
  sessionId: string;
  start: EpochMs;
  end: EpochMs;
  because: Unattended;
}

/**
 * Where the time of the current review comes from: its latest stretches of counted time, oldest first. Beside the View,
 * because it grows with the session and changes only when a stretch ends.
 */
export interface Ledger {
  /** The session that it is of. */
  id: string;
  stretches: CountedInterval[];
}

/** All that a page of the extension renders. Derived by the worker, kept under one storage key. */
export interface View {
  version: typeof VIEW_VERSION;
  /** The review that counts, else the one that has been open longest without ending, else `null`. */
  current: OpenSessionView | null;
  /** Further open sessions, none of which counts. */
  others: OpenSessionView[];
  /** Newest first, a page of the popup's size. */
  recent: RecentSessionView[];
  /** What `COUNT_GAP` and `LEAVE_GAP` decide about, newest first. */
  gaps: GapView[];
  /** Counted time of the last seven local days, without the interval that is open. Empty days are left out. */
  days: DayTotal[];
  sync: SyncView;
  auth: AuthView;
  trackingEnabled: boolean;
  /** How long the person wants to review on a day, where they have said so. */
  dailyGoalMinutes: number | null;
  notices: Notice[];
}
