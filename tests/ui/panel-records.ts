import type { Failure } from '../../src/domain/failure.ts';
import { type EpochMs, plus, toIso } from '../../src/domain/time.ts';
import type { TraceEntry } from '../../src/domain/trace.ts';
import type { Ledger } from '../../src/domain/view.ts';
import { current, now, uuid } from './sessions.ts';

const minutes = (count: number): EpochMs => plus(now, count * 60_000);

/** A stretch of counted time, from and to so many minutes from now. */
const stretch = (
  from: number,
  to: number,
  causes: Pick<Ledger['stretches'][number], 'began' | 'ended' | 'input'>,
): Ledger['stretches'][number] => ({
  start: minutes(from),
  end: minutes(to),
  inputAt: minutes(to - 0.5),
  ...causes,
});

/** The ledger of the review that counts. */
export const ledger: Ledger = {
  id: current.id,
  stretches: [
    stretch(-31, -25, { began: 'opened', ended: 'hidden', input: 'scroll' }),
    stretch(-24, -20.5, { began: 'looked-at', ended: 'idle', input: 'pointer' }),
    stretch(-14, -11.4, { began: 'input', ended: 'unfocused', input: 'key' }),
  ],
};

/** The id of a session that began then, as the worker makes it. */
const sessionId = (count: number, startedAt: EpochMs): string => {
  const time = startedAt.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(count).padStart(12, '0')}`;
};

const idOf = (count: number): string => sessionId(count, minutes(-60 * count - 40));

/** An ended session as the history keeps it. */
const historyRow = (count: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: idOf(count),
  host: 'github.com',
  repo_owner: 'preactjs',
  repo_name: 'preact',
  pr_number: 4800 + count,
  pr_title: 'Keep the order of keyed children when a fragment moves',
  start_time: toIso(minutes(-60 * count - 40)),
  end_time: toIso(minutes(-60 * count)),
  duration_seconds: 1_500,
  time_zone: 'Europe/Berlin',
  intervals: [
    [toIso(minutes(-60 * count - 40)), toIso(minutes(-60 * count - 25))],
    [toIso(minutes(-60 * count - 10)), toIso(minutes(-60 * count))],
  ],
  causes: [
    { began: 'opened', ended: 'locked', input_at: toIso(minutes(-60 * count - 26)), input: 'selection' },
    { began: 'unlocked', ended: 'closed', input_at: toIso(minutes(-60 * count - 1)), input: 'scroll' },
  ],
  synced: true,
  ...more,
});

/** An item of the queue as it is stored. */
export const queueRecord = (
  count: number,
  value: unknown,
  more: { kind?: string; attempts?: number; nextAttemptAt?: EpochMs; lastError?: Failure } = {},
): Record<string, unknown> => ({
  id: uuid(count),
  kind: 'session.end',
  session_id: idOf(1),
  user_id: 'u-1',
  body: { end_time: toIso(minutes(-60)), duration_seconds: 1_500 },
  attempts: 0,
  nextAttemptAt: null,
  lastError: null,
  ...more,
  snapshot: { version: 1, value, whole: false, owed: [] },
});

const refusal: Failure = {
  kind: 'refused',
  status: 403,
  code: 'forbidden',
  reason: 'This repository is not part of your plan.',
};

/** A queue with an item in each state that one can be kept in. */
const queue: Record<string, unknown> = {
  [`failedSyncItems/${uuid(50)}`]: queueRecord(
    50,
    { failed: 'refused' },
    { attempts: 0, lastError: refusal },
  ),
  [`failedSyncItems/${uuid(51)}`]: queueRecord(
    51,
    { failed: 'exhausted' },
    { kind: 'session.start', attempts: 6, lastError: { kind: 'busy', status: 503, until: null } },
  ),
  [`syncQueue/${uuid(60)}`]: queueRecord(60, 'retrying', {
    attempts: 3,
    nextAttemptAt: plus(now, 4_000),
    lastError: { kind: 'unreachable' },
  }),
  [`syncQueue/${uuid(61)}`]: queueRecord(61, 'queued', { kind: 'session.correct' }),
  [`syncQueue/${uuid(62)}`]: queueRecord(62, 'queued'),
  [`syncQueue/${uuid(63)}`]: queueRecord(63, 'held', {
    kind: 'session.delete',
    nextAttemptAt: plus(now, 7_000),
  }),
};

/** Today's history, with names that try to break out in one of it. */
const history: Record<string, unknown> = {
  [`sessionHistory/${idOf(1)}`]: historyRow(1),
  [`sessionHistory/${idOf(2)}`]: historyRow(2, {
    pr_title: '\u202Egnp.exe\u202C <img src=x onerror=alert(1)> "><script>alert(1)</script>',
    repo_owner: 'o'.repeat(39),
    repo_name: 'r'.repeat(100),
  }),
  [`sessionHistory/${idOf(3)}`]: historyRow(3, { pr_title: null, intervals: [], causes: [] }),
  [`sessionHistory/${idOf(4)}`]: historyRow(4, { end_time: toIso(minutes(-60 * 30)) }),
};

const session = 'github.com/statelyai/xstate/5331';
const item = uuid(60);
const step = (
  machine: TraceEntry['machine'],
  id: string,
  secondsAgo: number,
  [event, cause, from, to]: [string, string | null, string | null, string],
): TraceEntry => ({ machine, id, event, cause, from, to, at: plus(now, -secondsAgo * 1_000), dueAt: null });

/** What the machines did last. */
export const trace: TraceEntry[] = [
  step('auth', 'auth', 2_000, ['token.found', null, 'reauth.signedOut', 'valid']),
  step('session', session, 1_860, ['attention.gained', null, null, 'active.counting']),
  step('session', session, 1_500, ['attention.lost', 'hidden', 'active.counting', 'active.paused']),
  step('session', session, 1_440, ['attention.gained', null, 'active.paused', 'active.counting']),
  step('syncItem', item, 120, ['made', 'session.end', null, 'queued']),
  step('syncItem', item, 119, ['push.started', null, 'queued', 'sending']),
  step('syncItem', item, 110, ['push.failed', 'unreachable', 'sending', 'retrying']),
  step('session', session, 684, ['attention.lost', 'unfocused', 'active.counting', 'active.paused']),
  step('session', session, 660, ['attention.gained', null, 'active.paused', 'active.counting']),
];

/** Everything that the panel reads. */
export const records = { ...queue, ...history, ledger };
