import type { Failure } from '../../src/domain/failure.ts';
import { type EpochMs, toEpochMs } from '../../src/domain/time.ts';
import type { TokenFacts, Tokens } from '../../src/domain/token.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Grant, Identity } from '../../src/ports/identity.ts';
import type { Answer, EndBody, SessionApi, StartBody } from '../../src/ports/session-api.ts';

/** A session as the server holds it. */
export interface ServerSession {
  id: string;
  user: string;
  start: StartBody;
  end: EndBody | null;
}

/** A backend in memory: idempotent as the contract asks, and with every way to fail. */
export interface FakeServer {
  sessions(isOnline: () => boolean): SessionApi;
  identity(isOnline: () => boolean): Omit<Identity, 'read'>;
  read: Identity['read'];
  issue(user: string, lifetimeMs: number): Tokens;
  /** Everything the server holds, in the order of its making. */
  held(): ServerSession[];
  /** Requests that reached it, by what was asked. */
  requests: string[];
  /** What the next requests are answered with, whatever they ask. `lost`: done, but the answer never arrives. */
  answerNext(...answers: (Failure | 'lost')[]): void;
  /** Fails this pull request's sessions in this way for as long as it is set. */
  refusals: Map<number, Failure>;
  /** Makes every access token that was issued so far worthless. */
  revokeAccess(): void;
  /** Makes every refresh token worthless too. */
  revokeAll(): void;
  /** Forgets every session, as a backup from before them does. */
  forget(): void;
  /** What a correct client never does. */
  violations: string[];
}

export const createFakeServer = (clock: Clock): FakeServer => {
  const held = new Map<string, ServerSession>();
  const live = new Set<string>();
  const refreshable = new Map<string, string>();
  let sequence = 0;
  let scripted: (Failure | 'lost')[] = [];

  const parse = (token: string): { sub: string; exp: number } => JSON.parse(token.split('.')[1] ?? '{}');

  const issue = (user: string, lifetimeMs: number): Tokens => {
    sequence += 1;
    const expiry = toEpochMs(clock.now() + lifetimeMs);
    const authToken = `a.${JSON.stringify({ sub: user, exp: expiry / 1000, jti: sequence })}.s`;
    const refreshToken = `refresh-${sequence}`;
    live.add(authToken);
    refreshable.set(refreshToken, user);
    return { authToken, tokenExpiry: expiry, refreshToken };
  };

  const read: Identity['read'] = (token, expiry, refreshToken): TokenFacts | null => {
    if (typeof token !== 'string') return null;
    const { sub, exp } = parse(token);
    const expiresAt = Math.min(exp * 1000, typeof expiry === 'number' ? expiry : Number.POSITIVE_INFINITY);
    return { user: sub, expiresAt: expiresAt as EpochMs, refreshable: typeof refreshToken === 'string' };
  };

  const fail = <T>(failure: Failure): Answer<T> => ({ ok: false, failure });

  const server: FakeServer = {
    requests: [],
    refusals: new Map(),
    violations: [],
    held: () => [...held.values()],
    issue,
    read,
    answerNext: (...answers) => {
      scripted = answers;
    },
    revokeAccess: () => live.clear(),
    revokeAll: () => {
      live.clear();
      refreshable.clear();
    },
    forget: () => held.clear(),
    sessions: (isOnline) => {
      const serve = async (what: string, token: string, work: (user: string) => Answer<string>) => {
        if (!isOnline()) return fail<string>({ kind: 'unreachable' });
        server.requests.push(what);
        const next = scripted.shift();
        if (next !== undefined && next !== 'lost') return fail<string>(next);
        const { sub, exp } = parse(token);
        if (!live.has(token) || exp * 1000 <= clock.now()) return fail<string>({ kind: 'unauthorized' });
        const answer = work(sub);
        return next === 'lost' ? fail<string>({ kind: 'unreachable' }) : answer;
      };
      return {
        start: (body, token) =>
          serve(`start ${body.repo_owner}/${body.repo_name}#${body.pr_number}`, token, (user) => {
            const refusal = server.refusals.get(body.pr_number);
            if (refusal) return fail(refusal);
            const known = [...held.values()].find(({ start }) => start.client_id === body.client_id);
            if (known && known.user !== user) server.violations.push(`${user} sent an item of ${known.user}`);
            if (known && JSON.stringify(known.start) !== JSON.stringify(body))
              server.violations.push(`${body.client_id} was sent with two bodies`);
            if (known) return { ok: true, value: known.id };
            sequence += 1;
            const session = { id: `server-${sequence}`, user, start: body, end: null };
            held.set(session.id, session);
            return { ok: true, value: session.id };
          }),
        end: (id, _key, body, token) =>
          serve(`end ${id}`, token, () => {
            const session = held.get(id);
            if (!session) return fail({ kind: 'missing' });
            const refusal = server.refusals.get(session.start.pr_number);
            if (refusal) return fail(refusal);
            if (session.end && JSON.stringify(session.end) !== JSON.stringify(body))
              server.violations.push(`${id} was ended twice, differently`);
            session.end = body;
            return { ok: true, value: id };
          }),
      };
    },
    identity: (isOnline) => {
      const grant = (user: string): Answer<Grant> => {
        const tokens = issue(user, 900_000);
        const facts = read(tokens.authToken, tokens.tokenExpiry, tokens.refreshToken);
        return facts ? { ok: true, value: { tokens, facts } } : fail({ kind: 'unintelligible' });
      };
      return {
        signInLocally: async (login) => (isOnline() ? grant(login) : fail({ kind: 'unreachable' })),
        refresh: async (token) => {
          if (!isOnline()) return fail({ kind: 'unreachable' });
          server.requests.push('refresh');
          const user = refreshable.get(token);
          return user === undefined
            ? fail({
                kind: 'refused',
                status: 400,
                code: 'invalid_grant',
                reason: 'The refresh token is not good.',
              })
            : grant(user);
        },
        revoke: async (token) => {
          refreshable.delete(token);
          return { ok: true, value: null };
        },
      };
    },
  };
  return server;
};
