import type { Failure } from '../domain/failure.ts';
import type { SignInFailure } from '../domain/sign-in.ts';
import type { AuthEvent } from '../machines/auth.events.ts';
import type { Grant, SignInAnswer } from '../ports/identity.ts';
import type { Answer } from '../ports/session-api.ts';
import { AUTH_ID, type Instance } from './charts.ts';
import type { Message } from './decide.ts';
import { createPushes, type PushParts } from './pushes.ts';
import type { Debt, Job } from './runtime-parts.ts';

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
export const createEffects = (parts: PushParts) => {
  const { store, clock, chance, connectivity, identity } = parts;
  const pushAll = createPushes(parts);

  /** A failure while the browser has no network says nothing about the server. */
  const told = <F extends SignInFailure>(failure: F): F | Extract<Failure, { kind: 'offline' }> =>
    failure.kind === 'unreachable' && !connectivity.isOnline() ? { kind: 'offline' } : failure;

  const refresh = async (): Promise<Message[]> => {
    const { refreshToken } = await store.get(['refreshToken']);
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

  const act = async ({ effect, instance }: Debt): Promise<Message[]> => {
    switch (effect.type) {
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

  return (debts: readonly Debt[]): Job[] => {
    const pushes = debts.filter(({ effect }) => effect.type === 'push');
    const others = debts.filter(({ effect }) => effect.type !== 'push');
    return [...pushAll(pushes), ...others.map((debt) => ({ debts: [debt], outcome: act(debt) }))];
  };
};
