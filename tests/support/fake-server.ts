import { DevSignInRequest } from '@worktime/contract';
import { parse } from '../../backend/src/http/body.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { SignInFailure } from '../../src/domain/sign-in.ts';
import type { Tokens } from '../../src/domain/token.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Grant, Identity } from '../../src/ports/identity.ts';
import type { RecordsApi } from '../../src/ports/records-api.ts';
import type { Answer, BackendInfo, SessionApi } from '../../src/ports/session-api.ts';
import { createFakeSessions, failureOf, type ServerSession } from './fake-sessions.ts';
import { createFakeTokens } from './fake-tokens.ts';

/** A backend in memory: it judges as the real one does, and has every way to fail. */
export interface FakeServer {
  sessions(isOnline: () => boolean): SessionApi;
  records(isOnline: () => boolean): RecordsApi;
  identity(isOnline: () => boolean): Omit<Identity, 'read'>;
  read: Identity['read'];
  issue(user: string, lifetimeMs: number): Tokens;
  /** How long the access tokens of a sign-in and of a refresh live. */
  lifetimeMs: number;
  /** Everything the server holds, in the order of its making. */
  held(): ServerSession[];
  /** Requests that reached it, by what was asked, but for those about records. */
  requests: string[];
  /** The same of those about records. */
  recordRequests: string[];
  /** What the next requests are answered with, whatever they ask. `lost`: done, but the answer never arrives. */
  answerNext(...answers: (Failure | 'lost')[]): void;
  /** Fails this pull request's sessions in this way for as long as it is set. */
  refusals: Map<number, Failure>;
  /** Deletes a session, as a person does elsewhere. */
  erase(id: string): void;
  /** Makes every access token that was issued so far worthless. */
  revokeAccess(): void;
  /** Whether it refuses every access token, those of its next refreshes too. */
  refusesAccess: boolean;
  /** Makes every refresh token worthless too. */
  revokeAll(): void;
  /** The sign-ins of a person that are good. */
  signedIn(user: string): string[];
  /** Forgets every session, as a backup from before them does. */
  forget(): void;
  /** What comes of a window in which a person is to sign in: who they are, or why nobody came back. */
  atGitHub(): Promise<string | SignInFailure>;
  /** What it says of itself; by default it has only the seed's endpoints. */
  info: BackendInfo;
  /** Whether something else answers in its stead, as a captive portal does. */
  portal: boolean;
  /** What a correct client never does. */
  violations: string[];
}

const fail = (failure: Failure): Answer<never> => ({ ok: false, failure });

export const createFakeServer = (clock: Clock): FakeServer => {
  let sequence = 0;
  const next = (): number => {
    sequence += 1;
    return sequence;
  };
  const tokens = createFakeTokens(clock, next);
  const sessions = createFakeSessions(clock, next, (what) => void server.violations.push(what));
  let scripted: (Failure | 'lost')[] = [];

  const granted = (issued: Tokens): Answer<Grant> => {
    const facts = tokens.read(issued.authToken, issued.tokenExpiry, issued.refreshToken);
    return facts
      ? { ok: true, value: { tokens: issued, facts, name: null } }
      : fail({ kind: 'unintelligible' });
  };

  const named = (answer: Answer<Grant>, name: string): Answer<Grant> =>
    answer.ok ? { ok: true, value: { ...answer.value, name } } : answer;

  const server: FakeServer = {
    atGitHub: async () => ({ kind: 'cancelled' }),
    requests: [],
    recordRequests: [],
    refusals: new Map(),
    violations: [],
    info: { features: [], epoch: 'first' },
    portal: false,
    refusesAccess: false,
    held: sessions.held,
    issue: tokens.issue,
    lifetimeMs: 900_000,
    read: tokens.read,
    answerNext: (...answers) => {
      scripted = answers;
    },
    erase: sessions.erase,
    revokeAccess: tokens.revokeAccess,
    revokeAll: tokens.revokeAll,
    signedIn: tokens.familiesOf,
    forget: sessions.forget,
    sessions: (isOnline) => {
      const serve = async <T>(
        what: string,
        token: string,
        work: (user: string) => Answer<T>,
      ): Promise<Answer<T>> => {
        if (!isOnline()) return fail({ kind: 'unreachable' });
        server.requests.push(what);
        if (server.portal) return fail({ kind: 'unintelligible' });
        const script = scripted.shift();
        if (script !== undefined && script !== 'lost') return fail(script);
        const user = server.refusesAccess ? null : tokens.userOf(token);
        if (user === null) return fail({ kind: 'unauthorized' });
        const answer = work(user);
        return script === 'lost' ? fail({ kind: 'unreachable' }) : answer;
      };
      return {
        start: (body, token) =>
          serve(`start ${body.repo_owner}/${body.repo_name}#${body.pr_number}`, token, (user) => {
            const refusal = server.refusals.get(body.pr_number);
            return refusal ? fail(refusal) : sessions.start(user, body);
          }),
        end: (id, _key, body, token) =>
          serve(`end ${id}`, token, (user) => {
            const refusal = server.refusals.get(sessions.find(id)?.start.pr_number ?? 0);
            return refusal ? fail(refusal) : sessions.end(user, id, body);
          }),
        correct: (id, key, body, token) =>
          serve(`correct ${id}`, token, (user) => {
            const refusal = server.refusals.get(sessions.find(id)?.start.pr_number ?? 0);
            return refusal ? fail(refusal) : sessions.correct(user, id, key, body);
          }),
        batch: (entries, token) =>
          serve(`batch of ${entries.length}`, token, (user) => {
            if (!server.info.features.includes('batch')) return fail({ kind: 'missing' });
            const { value } = sessions.batch(
              user,
              entries.filter(({ pr_number }) => !server.refusals.has(pr_number)),
            ) as {
              value: ReadonlyMap<string, Answer<string>>;
            };
            const refusals = entries.flatMap(({ client_id, pr_number }) => {
              const refusal = server.refusals.get(pr_number);
              return refusal ? [[client_id, fail(refusal)] as const] : [];
            });
            return { ok: true, value: new Map<string, Answer<string>>([...value, ...refusals]) };
          }),
        health: async () =>
          isOnline() && !server.portal
            ? { ok: true, value: { ...server.info } }
            : fail({ kind: 'unreachable' }),
        remove: (id, token) =>
          serve(`delete ${id}`, token, (user) => {
            const refusal = server.refusals.get(sessions.find(id)?.start.pr_number ?? 0);
            return refusal ? fail(refusal) : sessions.remove(user, id);
          }),
      };
    },
    records: (isOnline) => {
      const serve = async <T>(
        what: string,
        token: string,
        value: (user: string) => T,
      ): Promise<Answer<T>> => {
        if (!isOnline()) return fail({ kind: 'unreachable' });
        server.recordRequests.push(what);
        if (server.portal) return fail({ kind: 'unintelligible' });
        const user = server.refusesAccess ? null : tokens.userOf(token);
        return user === null ? fail({ kind: 'unauthorized' }) : { ok: true, value: value(user) };
      };
      return {
        signIns: (token) =>
          serve('sign-ins', token, (user) => ({
            sign_ins: [...tokens.familiesOf(user)].map((id) => ({
              id,
              client_id: 'worktime-extension',
              created_at: '2026-03-02T08:00:00.000Z',
              last_used_at: null,
              is_current: false,
            })),
          })),
        revokeSignIn: (id, token) =>
          serve(`revoke ${id}`, token, () => {
            tokens.revoke(id);
            return null;
          }),
        eraseAccount: (token) =>
          serve('erase account', token, (user) => {
            for (const id of tokens.familiesOf(user)) tokens.revoke(id);
            tokens.revokeAccess();
            return null;
          }),
        dailyStats: (days, time_zone, token) =>
          serve(`stats ${days} ${time_zone}`, token, () => ({ stats: [], days, time_zone })),
        sessions: (limit, offset, token) =>
          serve(`sessions ${limit} ${offset}`, token, (user) => {
            const all = sessions.listed(user);
            const page = all.slice(offset, offset + limit);
            return {
              sessions: page,
              total: all.length,
              limit,
              offset,
              has_more: offset + limit < all.length,
            };
          }),
      };
    },
    identity: (isOnline) => ({
      signInLocally: async (login) => {
        if (!isOnline()) return fail({ kind: 'unreachable' });
        const request = parse(DevSignInRequest, { login });
        return request.ok
          ? named(granted(tokens.issue(login, server.lifetimeMs)), login)
          : fail(failureOf(request.refusal));
      },
      ways: async () =>
        isOnline() ? { ok: true, value: ['github', 'name'] } : fail({ kind: 'unreachable' }),
      signInThroughGitHub: async () => {
        server.requests.push('window');
        const answer = await server.atGitHub();
        if (typeof answer !== 'string') return { ok: false, failure: answer };
        if (!isOnline()) return fail({ kind: 'unreachable' });
        return named(granted(tokens.issue(answer, server.lifetimeMs)), answer);
      },
      refresh: async (refreshToken) => {
        if (!isOnline()) return fail({ kind: 'unreachable' });
        server.requests.push('refresh');
        const issued = tokens.exchange(refreshToken, server.lifetimeMs);
        const reason = 'The refresh token is not valid, or no longer.';
        return issued
          ? granted(issued)
          : fail({ kind: 'refused', status: 400, code: 'invalid_grant', reason });
      },
      revoke: async (refreshToken) => {
        if (!isOnline()) return fail({ kind: 'unreachable' });
        server.requests.push('revoke');
        tokens.revoke(refreshToken);
        return { ok: true, value: null };
      },
    }),
  };
  return server;
};
