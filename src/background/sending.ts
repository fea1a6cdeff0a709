import type { Answer, EndBody, SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import { HISTORY_PREFIX, type ItemData } from './charts.ts';
import { endBodyOf, type StoredSession, startBodyOf } from './stored-session.ts';

type ItemOf<K extends ItemData['kind']> = Extract<ItemData, { kind: K }>;

const unreadable: Answer<never> = { ok: false, failure: { kind: 'unreadable' } };

/** What sending came to; `withdrawn` where the person has deleted the session meanwhile, so that nothing was sent. */
export type Sent = Answer<string | null> | 'withdrawn';

/** Sends one item by the backend's single endpoints. `isLost` where the backend did not know the session. */
export const createSender = (store: Store, sessions: SessionApi, isUnreadable: (key: string) => boolean) => {
  /** The backend's id of an ended session, which is told of it where that id is not known. */
  const located = async (row: StoredSession, token: string, isLost = false): Promise<Answer<string>> =>
    row.backend_id === undefined || isLost
      ? sessions.start(startBodyOf(row), token)
      : { ok: true, value: row.backend_id };

  /** Does something to an ended session under the backend's id of it. */
  const atSession = async (
    sessionId: string,
    isLost: boolean,
    token: string,
    send: (backendId: string, row: StoredSession) => Promise<Answer<string>>,
  ): Promise<Answer<string> | 'withdrawn'> => {
    const key = HISTORY_PREFIX + sessionId;
    const row = (await store.get([key]))[key] as StoredSession | undefined;
    if (!row) return isUnreadable(key) ? unreadable : 'withdrawn';
    const session = await located(row, token, isLost);
    return session.ok ? send(session.value, row) : session;
  };

  /** Of a session that was corrected, the correction may be all that the backend knows of its end. */
  const end = async (
    backendId: string,
    key: string,
    body: EndBody,
    row: StoredSession,
    token: string,
  ): Promise<Answer<string>> => {
    const answer = await sessions.end(backendId, key, body, token);
    const isEndedOtherwise =
      !answer.ok && answer.failure.kind === 'refused' && answer.failure.code === 'ending_conflict';
    return isEndedOtherwise && row.original ? { ok: true, value: backendId } : answer;
  };

  const sendEnd = (item: ItemOf<'session.end'>, isLost: boolean, token: string): Promise<Sent> =>
    atSession(item.session_id, isLost, token, (backendId, row) =>
      end(backendId, item.id, item.body, row, token),
    );

  const sendCorrection = (item: ItemOf<'session.correct'>, isLost: boolean, token: string): Promise<Sent> =>
    atSession(item.session_id, isLost, token, async (backendId, row) => {
      if (isLost) {
        const ended = await end(backendId, item.id, endBodyOf(row), row, token);
        if (!ended.ok) return ended;
      }
      return sessions.correct(backendId, item.id, item.body, token);
    });

  /** What is not there need not be deleted. */
  const sendDeletion = async ({ body }: ItemOf<'session.delete'>, token: string): Promise<Answer<null>> => {
    if (!body.isKnown) return { ok: true, value: null };
    const session = await located(body.session, token);
    const answer = session.ok ? await sessions.remove(session.value, token) : session;
    const wasRefused = !session.ok && session.failure.kind === 'refused';
    const isAbsent = !answer.ok && (answer.failure.kind === 'missing' || answer.failure.kind === 'gone');
    return wasRefused || isAbsent ? { ok: true, value: null } : answer;
  };

  return (item: ItemData, isLost: boolean, token: string): Promise<Sent> => {
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
