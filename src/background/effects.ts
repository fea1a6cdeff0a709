import type { Failure } from '../domain/failure.ts';
import type { SignInFailure } from '../domain/sign-in.ts';
import type { AuthEvent } from '../machines/auth.events.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Grant, Identity, SignInAnswer } from '../ports/identity.ts';
import type { Answer, SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID, HISTORY_PREFIX, type Instance, type ItemData } from './charts.ts';
import type { Action, Message } from './decide.ts';
import { endBodyOf, type StoredSession, startBodyOf } from './stored-session.ts';

interface EffectParts {
  store: Store;
  clock: Clock;
  chance: Chance;
  connectivity: Connectivity;
  sessions: SessionApi;
  identity: Identity;
}

type ItemOf<K extends ItemData['kind']> = Extract<ItemData, { kind: K }>;

/** A sign-in that a machine asked for: through GitHub where there is no name. */
interface SignIn {
  id: string;
  login: string | null;
}

/** The tokens that a sign-out asked to revoke; a debt of the first version holds one by itself. */
const refreshTokensOf = (params: unknown): string[] => {
  const { refreshTokens, refreshToken } = params as {
    refreshTokens?: string[];
    refreshToken?: string | null;
  };
  return refreshTokens ?? (refreshToken ? [refreshToken] : []);
};

/** Does what machines asked for, outside the extension. Each may be done again with the same outcome. */
export const createEffects = (parts: EffectParts) => {
  const { store, clock, chance, connectivity, sessions, identity } = parts;

  const storedTokens = async () => {
    const { authToken, tokenExpiry, refreshToken } = await store.get([
      'authToken',
      'tokenExpiry',
      'refreshToken',
    ]);
    return { authToken, refreshToken, facts: identity.read(authToken, tokenExpiry, refreshToken) };
  };

  /** A failure while the browser has no network says nothing about the server. */
  const told = <F extends SignInFailure>(failure: F): F | Extract<Failure, { kind: 'offline' }> =>
    failure.kind === 'unreachable' && !connectivity.isOnline() ? { kind: 'offline' } : failure;

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
    if (!row) return { ok: false, failure: { kind: 'gone' } };
    const session = await located(row, token, isLost);
    return session.ok ? sessions.end(session.value, item.id, item.body, token) : session;
  };

  const sendCorrection = async (
    item: ItemOf<'session.correct'>,
    isLost: boolean,
    token: string,
  ): Promise<Answer<string>> => {
    const row = await rowOf(item.session_id);
    if (!row) return { ok: false, failure: { kind: 'gone' } };
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

  const send = (item: ItemData, isLost: boolean, token: string): Promise<Answer<string | null>> => {
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

  const push = async (instance: Instance): Promise<Message[]> => {
    const { item, context, id } = instance;
    const { authToken, facts } = await storedTokens();
    const said = (failure: Failure): Message => ({
      chart: 'syncItem',
      id,
      event: { type: 'push.failed', at: clock.now(), failure: told(failure), jitter: chance.jitter() },
    });
    if (!item || typeof authToken !== 'string' || facts?.user !== context.userId)
      return [said({ kind: 'unauthorized' })];
    const answer = await send(item, context.whole === true, authToken);
    if (answer.ok)
      return [
        {
          chart: 'syncItem',
          id,
          event: { type: 'push.acknowledged', at: clock.now(), backendId: answer.value },
        },
      ];
    const failed = [said(answer.failure)];
    if (answer.failure.kind !== 'unauthorized' || (await storedTokens()).authToken !== authToken)
      return failed;
    return [...failed, { chart: 'auth', id: AUTH_ID, event: { type: 'token.refused', at: clock.now() } }];
  };

  const refresh = async (): Promise<Message[]> => {
    const { refreshToken } = await storedTokens();
    const answer: Answer<Grant> =
      typeof refreshToken === 'string'
        ? await identity.refresh(refreshToken)
        : { ok: false, failure: { kind: 'unauthorized' } };
    const at = clock.now();
    const event: AuthEvent = answer.ok
      ? {
          type: 'refresh.succeeded',
          at,
          tokens: answer.value.tokens,
          name: answer.value.name,
          ...answer.value.facts,
        }
      : { type: 'refresh.failed', at, failure: told(answer.failure), jitter: chance.jitter() };
    return [{ chart: 'auth', id: AUTH_ID, event }];
  };

  /** Only a sign-in that is still waited for: no window opens by itself after one was given up. */
  const signIn = async ({ id, login }: SignIn, { context }: Instance): Promise<Message[]> => {
    if (context.signIn !== id) return [];
    const answer: SignInAnswer =
      login === null ? await identity.signInThroughGitHub() : await identity.signInLocally(login);
    const at = clock.now();
    const event: AuthEvent = answer.ok
      ? {
          type: 'signIn.succeeded',
          at,
          id,
          tokens: answer.value.tokens,
          name: answer.value.name,
          ...answer.value.facts,
        }
      : { type: 'signIn.failed', at, id, failure: told(answer.failure) };
    return [{ chart: 'auth', id: AUTH_ID, event }];
  };

  const revoke = async (refreshTokens: string[]): Promise<Message[]> => {
    const answers = await Promise.all(refreshTokens.map((token) => identity.revoke(token)));
    return answers.flatMap((answer, index): Message[] => {
      const token = refreshTokens[index];
      if (answer.ok || token === undefined) return [];
      const at = clock.now();
      const failure = told(answer.failure);
      const jitter = chance.jitter();
      const event: AuthEvent = { type: 'revoke.failed', at, refreshTokens: [token], failure, jitter };
      return [{ chart: 'auth', id: AUTH_ID, event }];
    });
  };

  return async (effect: Action, instance: Instance): Promise<Message[]> => {
    switch (effect.type) {
      case 'push':
        return push(instance);
      case 'refresh':
        return refresh();
      case 'signIn':
        return signIn(effect.params as SignIn, instance);
      case 'revoke':
        return revoke(refreshTokensOf(effect.params));
      default:
        throw new Error(`No effect is called ${effect.type}`);
    }
  };
};
