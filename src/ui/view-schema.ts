import * as v from 'valibot';
import type { Failure } from '../domain/failure.ts';
import type { SignInFailure } from '../domain/sign-in.ts';
import { type EpochMs, toEpochMs } from '../domain/time.ts';
import { VIEW_VERSION, type View } from '../domain/view.ts';

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Instant: v.GenericSchema<unknown, EpochMs> = v.pipe(v.number(), v.finite(), v.transform(toEpochMs));

/** Why a request was not acknowledged, as it is stored. */
export const FailureSchema: v.GenericSchema<unknown, Failure> = v.variant('kind', [
  v.object({
    kind: v.picklist([
      'offline',
      'unreachable',
      'unintelligible',
      'unauthorized',
      'missing',
      'gone',
      'unreadable',
    ]),
  }),
  v.object({ kind: v.literal('busy'), status: v.number(), until: v.nullable(Instant) }),
  v.object({ kind: v.literal('refused'), status: v.number(), code: v.string(), reason: v.string() }),
]);

const SignInFailureSchema: v.GenericSchema<unknown, SignInFailure> = v.union([
  FailureSchema,
  v.object({ kind: v.picklist(['cancelled', 'interrupted', 'overdue', 'mismatched', 'unavailable']) }),
  v.object({ kind: v.literal('denied'), code: v.string(), reason: v.nullable(v.string()) }),
]);

const pullRequest = {
  host: v.string(),
  owner: v.string(),
  repo: v.string(),
  number: Count,
  title: v.nullable(v.string()),
};

const OpenSession = v.object({
  ...pullRequest,
  id: v.string(),
  state: v.picklist(['counting', 'paused', 'ending']),
  startedAt: Instant,
  countedMs: v.pipe(v.number(), v.minValue(0)),
  countingSince: v.nullable(Instant),
  pausedBecause: v.nullable(
    v.picklist([
      'elsewhere',
      'hidden',
      'unfocused',
      'idle',
      'locked',
      'asleep',
      'by-hand',
      'tracking-off',
      'closed',
    ]),
  ),
  dueAt: v.nullish(Instant, null),
  can: v.array(v.picklist(['pause', 'resume', 'end'])),
});

const RecentSession = v.object({
  ...pullRequest,
  id: v.string(),
  startedAt: Instant,
  endedAt: Instant,
  durationSeconds: v.pipe(v.number(), v.minValue(0)),
  sync: v.picklist(['queued', 'retrying', 'failed', 'synced']),
  problem: v.nullable(FailureSchema),
  can: v.array(v.picklist(['retry', 'discard'])),
});

const GapSchema = v.object({
  ...pullRequest,
  sessionId: v.string(),
  start: Instant,
  end: Instant,
  because: v.picklist(['idle', 'locked', 'asleep']),
});

/** The View as it lies in storage: what a page parses before it draws anything. */
const ViewSchema: v.GenericSchema<unknown, View> = v.object({
  version: v.literal(VIEW_VERSION),
  current: v.nullable(OpenSession),
  others: v.array(OpenSession),
  recent: v.array(RecentSession),
  gaps: v.array(GapSchema),
  days: v.array(v.object({ date: v.string(), seconds: v.pipe(v.number(), v.minValue(0)) })),
  sync: v.object({
    state: v.picklist(['signed-out', 'offline', 'failed', 'syncing', 'pending', 'synced']),
    pending: Count,
    failed: Count,
    nextAttemptAt: v.nullable(Instant),
    lastSyncTime: v.nullable(Instant),
  }),
  auth: v.object({
    state: v.picklist(['valid', 'refreshing', 'signed-out', 'expired', 'signing-in']),
    user: v.nullable(v.string()),
    name: v.nullable(v.string()),
    problem: v.optional(v.nullable(SignInFailureSchema), null),
    ways: v.optional(v.array(v.picklist(['github', 'name'])), ['github']),
    local: v.boolean(),
  }),
  trackingEnabled: v.boolean(),
  dailyGoalMinutes: v.nullable(v.number()),
  notices: v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('storage-failed') }),
      v.object({ kind: v.literal('quarantined'), count: Count }),
      v.object({ kind: v.literal('refilled'), count: Count }),
    ]),
  ),
});

/** What a page found where the View is kept: nothing yet, something it cannot read, or the View. */
export type StoredView = { kind: 'absent' } | { kind: 'unreadable' } | { kind: 'readable'; view: View };

/** Reads what lies in storage. A View of another version, or a damaged one, is `unreadable`. */
export const readView = (stored: unknown): StoredView => {
  if (stored === undefined) return { kind: 'absent' };
  const parsed = v.safeParse(ViewSchema, stored);
  return parsed.success ? { kind: 'readable', view: parsed.output } : { kind: 'unreadable' };
};
