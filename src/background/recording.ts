import type { Gap } from '../domain/gap.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import type { EndedSession, ReviewLog } from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Tokens } from '../domain/token.ts';
import { TOKEN_KEYS } from '../messages/keys.ts';
import { recordAcknowledgement, recordDiscard, recordRefusal } from './acknowledgement.ts';
import type { Instance } from './charts.ts';
import { HISTORY_PREFIX } from './charts.ts';
import type { Action, Message } from './decide.ts';
import type { Draft } from './draft.ts';
import { endBodyOf, type StoredSession, startBody, storedGap, storedSession } from './stored-session.ts';

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

/** The row is gone where the person deleted it meanwhile. */
const recordGap = async (sessionId: string | null, gap: Gap | null, draft: Draft): Promise<void> => {
  if (sessionId === null || gap === null) return;
  const key = HISTORY_PREFIX + sessionId;
  const row = (await draft.read(key)) as StoredSession | undefined;
  if (row) draft.writes.set(key, { ...row, gaps: [...(row.gaps ?? []), storedGap(gap)] });
};

const keepTokens = (tokens: Tokens, draft: Draft): void => {
  for (const key of TOKEN_KEYS) {
    if (tokens[key] === null) draft.removals.add(key);
    else draft.writes.set(key, tokens[key]);
  }
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
      case 'recordGap': {
        const { sessionId, gap } = params as { sessionId: string | null; gap: Gap | null };
        await recordGap(sessionId, gap, draft);
        return true;
      }
      case 'recordAcknowledgement':
        await recordAcknowledgement(instance, params as { at: EpochMs; backendId: string | null }, draft);
        return true;
      case 'recordDiscard':
        await recordDiscard(instance, draft, newId);
        return true;
      case 'recordRefusal':
        await recordRefusal(instance, draft);
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

/** Keys of the history row that the outcome of an item's request is noted in; none of another message. */
export const rowsNoted = ({ chart, event }: Message, instance: Instance | null): string[] => {
  const isOutcome = chart === 'syncItem' && event.type.startsWith('push.') && event.type !== 'push.started';
  return isOutcome && instance?.item ? [HISTORY_PREFIX + instance.item.session_id] : [];
};
