import type { Failure } from '../domain/failure.ts';
import { reasonWord } from '../domain/pause-reason.ts';
import type { SignInFailure } from '../domain/sign-in.ts';
import type { DeliveryState, Notice, OpenSessionView, SyncView } from '../domain/view.ts';
import { say, sayCount, type Word } from './words.ts';

const deliveries: Record<DeliveryState, Word> = {
  queued: 'state_queued',
  retrying: 'state_retrying',
  failed: 'state_failed',
  synced: 'state_synced',
};

const states: Record<OpenSessionView['state'], Word> = {
  counting: 'state_counting',
  paused: 'state_paused',
  ending: 'state_ending',
};

/** Whether an open session counts, in a word. */
export const sayState = ({ state }: Pick<OpenSessionView, 'state'>): string => say(states[state]);

/** Why an open session counts or does not, in one sentence. */
export const sayReason = (session: Pick<OpenSessionView, 'state' | 'pausedBecause'>): string =>
  say(reasonWord(session));

/** Where a session's delivery stands, in a word. */
export const sayDelivery = (state: DeliveryState): string => say(deliveries[state]);

/** A failure in one sentence. A refusal has the server's own words. */
export const sayFailure = (failure: Failure): string => {
  switch (failure.kind) {
    case 'offline':
      return say('failure_offline');
    case 'unreachable':
      return say('failure_unreachable');
    case 'busy':
      return say('failure_busy', failure.status);
    case 'unintelligible':
      return say('failure_unintelligible');
    case 'unauthorized':
      return say('failure_unauthorized');
    case 'missing':
      return say('failure_missing');
    case 'gone':
      return say('failure_gone');
    case 'unreadable':
      return say('failure_unreadable');
    case 'refused':
      return failure.reason;
  }
};

const whyDenied = ({ code, reason }: Extract<SignInFailure, { kind: 'denied' }>): string => {
  if (code !== 'access_denied') return say('failure_sign_in_github');
  return reason === null ? say('failure_sign_in_declined') : say('failure_sign_in_denied', reason);
};

const signInFailures = {
  cancelled: 'failure_sign_in_cancelled',
  interrupted: 'failure_sign_in_interrupted',
  overdue: 'failure_sign_in_overdue',
  mismatched: 'failure_sign_in_mismatched',
  unavailable: 'failure_sign_in_unavailable',
} as const satisfies Record<string, Word>;

const whyNotSignedIn = (failure: SignInFailure): string => {
  switch (failure.kind) {
    case 'denied':
      return whyDenied(failure);
    case 'cancelled':
    case 'interrupted':
    case 'overdue':
    case 'mismatched':
    case 'unavailable':
      return say(signInFailures[failure.kind]);
    case 'offline':
    case 'unreachable':
    case 'busy':
    case 'unintelligible':
    case 'unauthorized':
    case 'missing':
    case 'gone':
    case 'unreadable':
    case 'refused':
      return sayFailure(failure);
  }
};

/** Why a sign-in did not come to its end, and what to do about it. */
export const saySignInFailure = (failure: SignInFailure): string =>
  say('notice_sign_in_failed', whyNotSignedIn(failure));

/** Where delivery as a whole stands, in the few words of a pill. */
export const saySyncBriefly = ({ state, pending, failed }: SyncView): string => {
  switch (state) {
    case 'signed-out':
      return say('state_sync_signed_out');
    case 'offline':
      return pending > 0 ? say('state_sync_offline_waiting', pending) : say('state_sync_offline');
    case 'failed':
      return say('state_sync_failed', failed);
    case 'syncing':
      return say('state_syncing');
    case 'pending':
      return say('state_sync_waiting', pending);
    case 'synced':
      return say('state_synced');
  }
};

/** Where delivery as a whole stands, in one sentence. */
export const saySync = ({ state, pending, failed }: SyncView): string => {
  switch (state) {
    case 'signed-out':
      return say('state_sync_signed_out_sentence');
    case 'offline':
      return pending > 0
        ? sayCount('state_sync_offline_sentence', pending)
        : say('state_sync_offline_sentence');
    case 'failed':
      return sayCount('state_sync_failed_sentence', failed);
    case 'syncing':
      return say('state_syncing_sentence');
    case 'pending':
      return sayCount('state_sync_pending_sentence', pending);
    case 'synced':
      return say('state_sync_synced_sentence');
  }
};

/** Something that a person should know about, in one sentence or two. */
export const sayNotice = (notice: Notice): string => {
  switch (notice.kind) {
    case 'storage-failed':
      return say('notice_storage_failed');
    case 'quarantined':
      return sayCount('notice_quarantined', notice.count);
    case 'refilled':
      return sayCount('notice_refilled', notice.count);
  }
};
