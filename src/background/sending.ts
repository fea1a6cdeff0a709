import type { Answer, SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import { HISTORY_PREFIX, type ItemData } from './charts.ts';
import { endBodyOf, type StoredSession, startBodyOf } from './stored-session.ts';

type ItemOf<K extends ItemData['kind']> = Extract<ItemData, { kind: K }>;

const gone: Answer<never> = { ok: false, failure: { kind: 'gone' } };

/** Sends one item by the backend's single endpoints. `isLost` where the backend did not know the session. */
export const createSender = (store: Store, sessions: SessionApi) => {
  const rowOf = async (sessionId: string): Promise<StoredSession | undefined> => {
    const key = HISTORY_PREFIX + sessionId;
    return (await store.get([key]))[key] as StoredSession | undefined;
  };

  /** The backend's id of an ended session, which is told of it where that id is not known. */
  const located = async (row: StoredSession, token: string, isLost = false): Promise<Answer<string>> =>
    row.backend_id === undefined || isLost
      ? sessions.start(startBodyOf(row), token)
      : { ok: true, value: row.backend_id };

  const sendEnd = async (
    item: ItemOf<'session.end'>,
    isLost: boolean,
    token: string,
  ): Promise<Answer<string>> => {
    const row = await rowOf(item.session_id);
    if (!row) return gone;
    const session = await located(row, token, isLost);
    return session.ok ? sessions.end(session.value, item.id, item.body, token) : session;
  };

  const sendCorrection = async (
    item: ItemOf<'session.correct'>,
    isLost: boolean,
    token: string,
  ): Promise<Answer<string>> => {
    const row = await rowOf(item.session_id);
    if (!row) return gone;
    const session = await located(row, token, isLost);
    if (!session.ok) return session;
    if (isLost) {
      const ended = await sessions.end(session.value, item.id, endBodyOf(row), token);
      if (!ended.ok) return ended;
    }
    return sessions.correct(session.value, item.id, item.body, token);
  };

  /** What is not there need not be deleted. */
  const sendDeletion = async ({ body }: ItemOf<'session.delete'>, token: string): Promise<Answer<null>> => {
    if (!body.isKnown) return { ok: true, value: null };
    const session = await located(body.session, token);
    const answer = session.ok ? await sessions.remove(session.value, token) : session;
    const wasRefused = !session.ok && session.failure.kind === 'refused';
    const isAbsent = !answer.ok && (answer.failure.kind === 'missing' || answer.failure.kind === 'gone');
    return wasRefused || isAbsent ? { ok: true, value: null } : answer;
  };

  return (item: ItemData, isLost: boolean, token: string): Promise<Answer<string | null>> => {
    switch (item.kind) {
      case 'session.start':
        return sessions.start(item.body, token);
      case 'session.end':
        return sendEnd(item, isLost, token);
      case 'session.correct':
        return sendCorrection(item, isLost, token);
      case 'session.delete':
        return sendDeletion(item, token);
    }
  };
};
