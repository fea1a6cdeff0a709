import type { PullRequest } from '../domain/pull-request.ts';
import { pullRequestKey } from '../domain/pull-request.ts';
import { durationSeconds, type EndedSession, type ReviewLog } from '../domain/session.ts';
import { type EpochMs, toIso } from '../domain/time.ts';
import type { Tokens } from '../domain/token.ts';
import type { EndBody, StartBody } from '../ports/session-api.ts';
import { HISTORY_PREFIX, type Instance } from './charts.ts';
import type { Action } from './decide.ts';
import type { Draft } from './runtime.ts';

/** One ended session as the history keeps it (`sessionHistory/<id>`). The names are the seed's. */
export interface StoredSession {
  id: string;
  host: string;
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  pr_title: string | null;
  start_time: string;
  end_time: string;
  duration_seconds: number;
  time_zone: string;
  intervals: [start: string, end: string][];
  backend_id?: string;
  synced: boolean;
}

/** The longest list of intervals that travels; of a session that changed more often only the sum does. */
const MAX_INTERVALS = 1_000;

const startBody = (pullRequest: PullRequest, log: ReviewLog): StartBody => ({
  client_id: log.id,
  repo_owner: pullRequest.owner,
  repo_name: pullRequest.repo,
  pr_number: pullRequest.number,
  ...(log.title === null ? {} : { pr_title: log.title }),
  host: pullRequest.host,
  start_time: toIso(log.startedAt),
  time_zone: log.timeZone,
});

/** The start of a session as the history tells it: what a session that the server has lost is sent again from. */
export const startBodyOf = (row: StoredSession): StartBody => ({
  client_id: row.id,
  repo_owner: row.repo_owner,
  repo_name: row.repo_name,
  pr_number: row.pr_number,
  ...(row.pr_title === null ? {} : { pr_title: row.pr_title }),
  host: row.host,
  start_time: row.start_time,
  time_zone: row.time_zone,
});

const storedSession = (ended: EndedSession): StoredSession => ({
  id: ended.id,
  host: ended.pullRequest.host,
  repo_owner: ended.pullRequest.owner,
  repo_name: ended.pullRequest.repo,
  pr_number: ended.pullRequest.number,
  pr_title: ended.title,
  start_time: toIso(ended.startedAt),
  end_time: toIso(ended.endedAt),
  duration_seconds: durationSeconds(ended.intervals),
  time_zone: ended.timeZone,
  intervals: ended.intervals.map(({ start, end }) => [toIso(start), toIso(end)]),
  ...(ended.backendId === null ? {} : { backend_id: ended.backendId }),
  synced: false,
});

/** The end of a session as the backend is told it. */
export const endBodyOf = ({ end_time, duration_seconds, intervals }: StoredSession): EndBody => ({
  end_time,
  duration_seconds,
  ...(intervals.length > 0 && intervals.length <= MAX_INTERVALS ? { intervals } : {}),
});

const recordStart = (
  started: ReviewLog,
  pullRequest: PullRequest,
  draft: Draft,
  newId: () => string,
): void => {
  const id = newId();
  const body = startBody(pullRequest, started);
  draft.spawn(
    'syncItem',
    id,
    { userId: started.userId },
    {
      id,
      session_id: started.id,
      kind: 'session.start',
      body,
    },
  );
};

const recordEnd = (ended: EndedSession, draft: Draft, newId: () => string): void => {
  const row = storedSession(ended);
  const id = newId();
  draft.writes.set(HISTORY_PREFIX + row.id, row);
  draft.spawn(
    'syncItem',
    id,
    { userId: ended.userId },
    {
      id,
      session_id: row.id,
      kind: 'session.end',
      body: endBodyOf(row),
    },
  );
};

const recordAcknowledgement = async (
  { item }: Instance,
  { at, backendId }: { at: EpochMs; backendId: string | null },
  draft: Draft,
): Promise<void> => {
  if (!item) return;
  draft.writes.set('lastSyncTime', at);
  const key = HISTORY_PREFIX + item.session_id;
  const row = (await draft.read(key)) as StoredSession | undefined;
  if (row)
    draft.writes.set(key, {
      ...row,
      ...(backendId === null ? {} : { backend_id: backendId }),
      synced: item.kind === 'session.end' || row.synced,
    });
  else if (item.kind === 'session.start' && backendId !== null) {
    const { host, repo_owner: owner, repo_name: repo, pr_number: number } = item.body;
    const id = pullRequestKey({ host, owner, repo, number });
    draft.send({
      chart: 'session',
      id,
      event: { type: 'start.acknowledged', at, sessionId: item.session_id, backendId },
    });
  }
};

const TOKEN_KEYS = ['authToken', 'tokenExpiry', 'refreshToken'] as const;

const keepTokens = (tokens: Tokens, draft: Draft): void => {
  for (const key of TOKEN_KEYS) {
    if (tokens[key] === null) draft.removals.add(key);
    else draft.writes.set(key, tokens[key]);
  }
};

/** Removes a row; it is read before, so that its time is taken off its days. */
const removeRow = async (key: string, draft: Draft): Promise<void> => {
  await draft.read(key);
  draft.removals.add(key);
};

/** Does the actions whose outcome must be stored together with the transition that asked for them. */
export const createRecorder =
  (newId: () => string) =>
  async ({ type, params }: Action, instance: Instance, draft: Draft): Promise<boolean> => {
    switch (type) {
      case 'recordStart': {
        const { started, pullRequest } = params as { started: ReviewLog | null; pullRequest: PullRequest };
        if (started) recordStart(started, pullRequest, draft, newId);
        return true;
      }
      case 'recordEnd': {
        const { ended } = params as { ended: EndedSession | null };
        if (ended) recordEnd(ended, draft, newId);
        return true;
      }
      case 'recordAcknowledgement':
        await recordAcknowledgement(instance, params as { at: EpochMs; backendId: string | null }, draft);
        return true;
      case 'recordDiscard':
        if (instance.item) await removeRow(HISTORY_PREFIX + instance.item.session_id, draft);
        return true;
      case 'keepTokens':
        keepTokens(params as Tokens, draft);
        return true;
      case 'dropTokens':
        for (const key of TOKEN_KEYS) draft.removals.add(key);
        return true;
      default:
        return false;
    }
  };
