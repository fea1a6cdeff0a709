import type { LocalDays } from '@worktime/contract';
import { countedMs, lastCountedAt } from '../domain/interval.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import type { ReviewLog } from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import type { SignInFailure, SignInWay } from '../domain/sign-in.ts';
import { type EpochMs, toEpochMs } from '../domain/time.ts';
import {
  type AuthView,
  type Ledger,
  type Notice,
  type OpenSessionView,
  type SessionCommand,
  type SyncState,
  type SyncView,
  VIEW_VERSION,
  type View,
} from '../domain/view.ts';
import { machines } from '../machines/index.ts';
import type { Instance } from './charts.ts';
import { withOpen } from './days.ts';
import { deadlineOf } from './decide.ts';
import { failedOf, type Head, pendingOf, viewRecent } from './head.ts';
import { viewGaps } from './open-gaps.ts';

/** What the View is derived from, besides the head. */
export interface ViewSources {
  at: EpochMs;
  days: LocalDays;
  head: Head;
  sessions: readonly Instance[];
  auth: Instance | null;
  offline: boolean;
  settings: Pick<Settings, 'trackingEnabled' | 'dailyGoalMinutes'>;
  lastSyncTime: EpochMs | null;
  nextAttemptAt: EpochMs | null;
  localBackend: boolean;
  ways: readonly SignInWay[];
  notices: Notice[];
}

const commandsOf = (instance: Instance, at: EpochMs): SessionCommand[] => {
  const { machine } = machines.session;
  const snapshot = machine.resolveState({
    value: instance.value as never,
    context: instance.context as never,
  });
  return (['pause', 'resume', 'end'] as const).filter((name) =>
    snapshot.can({ type: `session.${name}`, at }),
  );
};

const stateOf = (log: ReviewLog): OpenSessionView['state'] => {
  if (log.leftAt !== null) return 'ending';
  return log.countingSince === null ? 'paused' : 'counting';
};

const viewOpen = (instance: Instance, at: EpochMs): OpenSessionView | null => {
  const log = instance.context.log as ReviewLog | null;
  if (log === null) return null;
  return {
    ...(instance.context.pullRequest as PullRequest),
    id: log.id,
    title: log.title,
    state: stateOf(log),
    startedAt: log.startedAt,
    countedMs: countedMs(log.intervals),
    countingSince: log.countingSince,
    pausedBecause: log.countingSince === null ? log.pausedBecause : null,
    dueAt: log.countingSince === null ? deadlineOf(instance) : null,
    can: commandsOf(instance, at),
  };
};

const lastMoment = ({ context }: Instance): number => {
  const log = context.log as ReviewLog;
  return log.countingSince === null ? lastCountedAt(log.intervals, log.startedAt) : Number.POSITIVE_INFINITY;
};

const authState = ({ value }: Instance): AuthView['state'] => {
  if (value === 'valid' || value === 'refreshing') return value;
  const names = { signedOut: 'signed-out', expired: 'expired', signingIn: 'signing-in' } as const;
  return names[(value as { reauth: keyof typeof names }).reauth];
};

const viewSync = (sources: ViewSources, auth: AuthView): SyncView => {
  const { head, offline, lastSyncTime, nextAttemptAt } = sources;
  const holds: [SyncState, boolean][] = [
    ['signed-out', auth.state !== 'valid' && auth.state !== 'refreshing'],
    ['offline', offline],
    ['failed', failedOf(head) > 0],
    ['syncing', head.queue.sending > 0],
    ['pending', pendingOf(head) > 0],
  ];
  const state = holds.find(([, held]) => held)?.[0] ?? 'synced';
  return {
    state,
    pending: pendingOf(head),
    failed: failedOf(head),
    nextAttemptAt,
    lastSyncTime,
  };
};

/** Everything that pages of the extension show, from what is stored. */
export const deriveView = (sources: ViewSources): View => {
  const { at, head, auth: instance, localBackend, settings, notices } = sources;
  const auth: AuthView = {
    state: instance ? authState(instance) : 'signed-out',
    user: (instance?.context.user as string | null) ?? null,
    name: (instance?.context.name as string | null | undefined) ?? null,
    problem: (instance?.context.problem as SignInFailure | null | undefined) ?? null,
    ways: [...sources.ways],
    local: localBackend,
  };
  const open = sources.sessions
    .filter(({ context }) => context.log !== null)
    .sort((a, b) => lastMoment(b) - lastMoment(a))
    .flatMap((session) => viewOpen(session, at) ?? []);
  return {
    version: VIEW_VERSION,
    current: open[0] ?? null,
    others: open.slice(1),
    recent: head.recent.map((row) => viewRecent(row, head.lanes[row.id])),
    gaps: viewGaps(head.gaps, sources.sessions),
    days: withOpen(head.days, sources.days, sources.sessions),
    sync: viewSync(sources, auth),
    auth,
    trackingEnabled: settings.trackingEnabled,
    dailyGoalMinutes: settings.dailyGoalMinutes,
    notices,
  };
};

/** The longest ledger, so that a session that comes and goes all day writes no more of it each time. */
const LEDGER_MAX = 50;

/** Where the time of the current review comes from; `null` while there is none. */
export const deriveLedger = (
  current: OpenSessionView | null,
  sessions: readonly Instance[],
): Ledger | null => {
  const logs = sessions.map(({ context }) => context.log as ReviewLog | null);
  const log = logs.find((found) => found !== null && found.id === current?.id);
  return log ? { id: log.id, stretches: log.intervals.slice(-LEDGER_MAX) } : null;
};

/** What the seed calls `activeSession`: the session that counts. */
export const activeSession = (sessions: readonly Instance[]): Record<string, unknown> | null => {
  for (const { context } of sessions) {
    const log = context.log as ReviewLog | null | undefined;
    if (!log || log.countingSince === null) continue;
    const { owner, repo, number } = context.pullRequest as PullRequest;
    return {
      id: log.id,
      repo_owner: owner,
      repo_name: repo,
      pr_number: number,
      start_time: new Date(toEpochMs(log.startedAt)).toISOString(),
      ...(log.backendId === null ? {} : { backend_id: log.backendId }),
      synced: log.backendId !== null,
    };
  }
  return null;
};
