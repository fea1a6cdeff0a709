import { pullRequestKey } from '../domain/pull-request.ts';
import type { EpochMs } from '../domain/time.ts';
import { HISTORY_PREFIX, type Instance, type ItemData } from './charts.ts';
import type { Draft } from './draft.ts';
import { endBodyOf, type StoredSession } from './stored-session.ts';

const without = ({ agreed: _, ...row }: StoredSession): StoredSession => row;

/** Removes a row; it is read before, so that its time is taken off its days. */
const removeRow = async (key: string, draft: Draft): Promise<void> => {
  await draft.read(key);
  draft.writes.delete(key);
  draft.removals.add(key);
};

/** What an acknowledged request changes in the history. `backendId` is `null` where the session is not there any more. */
export const recordAcknowledgement = async (
  { item, context }: Instance,
  { at, backendId }: { at: EpochMs; backendId: string | null },
  draft: Draft,
): Promise<void> => {
  if (!item) return;
  draft.writes.set('lastSyncTime', at);
  const key = HISTORY_PREFIX + item.session_id;
  const row = (await draft.read(key)) as StoredSession | undefined;
  if (row && backendId === null) await removeRow(key, draft);
  else if (row)
    draft.writes.set(key, {
      ...(item.kind === 'session.correct' ? without(row) : row),
      ...(backendId === null ? {} : { backend_id: backendId }),
      user_id: context.userId as string | null,
      synced: item.kind !== 'session.start' || row.synced,
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

type ItemBody =
  | Pick<Extract<ItemData, { kind: 'session.end' }>, 'kind' | 'body'>
  | Pick<Extract<ItemData, { kind: 'session.correct' }>, 'kind' | 'body'>;

/** What a person gives up with a request: the session, or only its correction, or its deletion. */
export const recordDiscard = async (
  { item, context }: Instance,
  draft: Draft,
  newId: () => string,
): Promise<void> => {
  if (!item) return;
  const key = HISTORY_PREFIX + item.session_id;
  switch (item.kind) {
    case 'session.start':
    case 'session.end':
      await removeRow(key, draft);
      return;
    case 'session.correct': {
      const row = (await draft.read(key)) as StoredSession | undefined;
      if (row?.agreed) draft.writes.set(key, { ...without(row), ...row.agreed });
      return;
    }
    case 'session.delete': {
      const { session, isKnown } = item.body;
      await draft.read(key);
      draft.removals.delete(key);
      draft.writes.set(key, session);
      if (session.synced) return;
      const owe = (owed: ItemBody): void => {
        const id = newId();
        const input = { userId: context.userId, attempted: isKnown };
        draft.spawn('syncItem', id, input, { id, session_id: session.id, ...owed });
      };
      owe({ kind: 'session.end', body: endBodyOf(session) });
      const { start_time, end_time, duration_seconds } = session;
      if (session.original)
        owe({ kind: 'session.correct', body: { start_time, end_time, duration_seconds } });
    }
  }
};

/** A session that the backend refuses to delete is shown again. */
export const recordRefusal = async ({ item }: Instance, draft: Draft): Promise<void> => {
  if (item?.kind !== 'session.delete') return;
  const key = HISTORY_PREFIX + item.session_id;
  await draft.read(key);
  draft.writes.set(key, item.body.session);
};
