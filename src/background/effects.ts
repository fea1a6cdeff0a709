import type { Failure } from '../domain/failure.ts';
import type { AuthEvent } from '../machines/auth.machine.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Grant, Identity } from '../ports/identity.ts';
import type { Answer, SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID, HISTORY_PREFIX, type Instance } from './charts.ts';
import type { Action, Message } from './decide.ts';
import { type StoredSession, startBodyOf } from './recording.ts';

interface EffectParts {
  store: Store;
  clock: Clock;
  chance: Chance;
  connectivity: Connectivity;
  sessions: SessionApi;
  identity: Identity;
}

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
  const told = (failure: Failure): Failure =>
    failure.kind === 'unreachable' && !connectivity.isOnline() ? { kind: 'offline' } : failure;

  const sendEnd = async (instance: Instance, token: string): Promise<Answer<string>> => {
    const { item, context } = instance;
    if (item?.kind !== 'session.end') return { ok: false, failure: { kind: 'missing' } };
    const key = HISTORY_PREFIX + item.session_id;
    const row = (await store.get([key]))[key] as StoredSession | undefined;
    if (!row) return { ok: false, failure: { kind: 'gone' } };
    let backendId = context.whole === true ? undefined : row.backend_id;
    if (backendId === undefined) {
      const started = await sessions.start(startBodyOf(row), token);
      if (!started.ok) return started;
      backendId = started.value;
    }
    return sessions.end(backendId, item.id, item.body, token);
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
    const answer =
      item.kind === 'session.start'
        ? await sessions.start(item.body, authToken)
        : await sendEnd(instance, authToken);
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
      ? { type: 'refresh.succeeded', at, tokens: answer.value.tokens, ...answer.value.facts }
      : { type: 'refresh.failed', at, failure: told(answer.failure), jitter: chance.jitter() };
    return [{ chart: 'auth', id: AUTH_ID, event }];
  };

  const signIn = async (name: string): Promise<Message[]> => {
    const answer = await identity.signInLocally(name);
    const at = clock.now();
    const event: AuthEvent = answer.ok
      ? { type: 'signIn.succeeded', at, name, tokens: answer.value.tokens, ...answer.value.facts }
      : { type: 'signIn.failed', at, failure: told(answer.failure) };
    return [{ chart: 'auth', id: AUTH_ID, event }];
  };

  return async (effect: Action, instance: Instance): Promise<Message[]> => {
    switch (effect.type) {
      case 'push':
        return push(instance);
      case 'refresh':
        return refresh();
      case 'signIn':
        return signIn((effect.params as { login: string }).login);
      case 'revoke': {
        const { refreshToken } = effect.params as { refreshToken: string | null };
        if (refreshToken !== null) await identity.revoke(refreshToken);
        return [];
      }
      default:
        throw new Error(`No effect is called ${effect.type}`);
    }
  };
};
