import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { SIGN_IN_LIMIT_MS, type SignInFailure } from '../../src/domain/sign-in.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import type { AuthEvent } from '../../src/machines/auth.events.ts';
import { authMachine } from '../../src/machines/auth.machine.ts';
import { begin, decideAll } from './decide.ts';
import { failures } from './failures.ts';

const at = (seconds: number) => toEpochMs(1_800_000_000_000 + seconds * 1000);
const END = 900;
const facts = (expiry: number, refreshable = true, user = 'ada') => ({
  user,
  expiresAt: at(expiry),
  refreshable,
});
const found = (seconds: number, expiry = END, refreshable = true): AuthEvent => ({
  type: 'token.found',
  at: at(seconds),
  ...facts(expiry, refreshable),
});
const tokens = { authToken: 'x.y.z', tokenExpiry: at(2 * END), refreshToken: 'r-2' };
const needed = (seconds: number): AuthEvent => ({ type: 'token.needed', at: at(seconds) });
const refused = (seconds: number): AuthEvent => ({
  type: 'token.refused',
  at: at(seconds),
  refreshToken: 'r-1',
});
const missing = (seconds: number): AuthEvent => ({ type: 'token.missing', at: at(seconds) });
const deadline = (seconds: number): AuthEvent => ({ type: 'deadline.reached', at: at(seconds) });
const renewed = (seconds: number): AuthEvent => ({
  type: 'refresh.succeeded',
  at: at(seconds),
  tokens,
  name: null,
  ...facts(2 * END),
});
const notRenewed = (seconds: number, failure: Failure): AuthEvent => ({
  type: 'refresh.failed',
  at: at(seconds),
  failure,
  jitter: 0,
});
const signIn: AuthEvent = { type: 'auth.signIn', at: at(0), id: 'first', login: 'ada' };
const again: AuthEvent = { type: 'auth.signIn', at: at(0), id: 'second', login: null };
const signedIn: AuthEvent = {
  type: 'signIn.succeeded',
  at: at(1),
  id: 'first',
  tokens,
  name: 'Ada',
  ...facts(2 * END),
};
const notSignedIn = (seconds: number, id: string, failure: SignInFailure): AuthEvent => ({
  type: 'signIn.failed',
  at: at(seconds),
  id,
  failure,
});
const notRevoked = (seconds: number, failure: Failure): AuthEvent => ({
  type: 'revoke.failed',
  at: at(seconds),
  refreshTokens: ['r-1'],
  failure,
  jitter: 0,
});
const signOut: AuthEvent = { type: 'auth.signOut', at: at(10), refreshToken: 'r-1' };
const nobody = {
  user: null,
  name: null,
  expiresAt: null,
  refreshable: false,
  attempts: 0,
  asking: false,
  dueAt: null,
  signIn: null,
  problem: null,
  unrevoked: [],
  revokeAttempts: 0,
  nextAttemptAt: null,
};

/** Where a person's sign-in stands after all that, and what was asked for on the way. */
const standing = (...events: AuthEvent[]) => {
  const { snapshot, asked } = decideAll(authMachine, begin(authMachine), events);
  return { state: snapshot.value, context: snapshot.context, asked: asked.map(({ type }) => type) };
};

const signedOut = { reauth: 'signedOut' };
const expired = { reauth: 'expired' };
const signingIn = { reauth: 'signingIn' };
const waiting = { ...nobody, signIn: 'first', dueAt: at(SIGN_IN_LIMIT_MS / 1000) };
const offline: Failure = { kind: 'offline' };
const unreachable: Failure = { kind: 'unreachable' };

describe('a token in storage', () => {
  test('that has not expired means valid, whoever put it there', () => {
    const usable = { state: 'valid', context: { ...nobody, ...facts(END) }, asked: [] };
    expect(standing(found(0))).toEqual(usable);
    for (const before of [[found(0, -1, false)], [signIn], [found(0, END), signOut]])
      expect(standing(...before, found(20)).state).toBe('valid');
  });

  test('that has expired is renewed where a refresh token lies beside it', () => {
    expect(standing(found(END))).toEqual({
      state: 'refreshing',
      context: { ...nobody, ...facts(END), asking: true },
      asked: ['refresh'],
    });
  });

  test('that has expired with nothing beside it asks for a sign-in', () => {
    expect(standing(found(END, END, false)).state).toEqual(expired);
  });

  test('that is gone means signed out', () => {
    for (const before of [[found(0)], [found(END)]])
      expect(standing(...before, missing(END))).toMatchObject({ state: signedOut, context: nobody });
  });
});

describe('a token that the server gave only just now', () => {
  const EXPIRY = -60;
  const given: AuthEvent = {
    type: 'refresh.succeeded',
    at: at(2),
    tokens,
    name: null,
    ...facts(EXPIRY),
  };
  const foundAgain = (seconds: number, expiry = EXPIRY, user = 'ada'): AuthEvent => ({
    type: 'token.found',
    at: at(seconds),
    ...facts(expiry, true, user),
  });
  const state = (...events: AuthEvent[]) => standing(found(0), refused(1), given, ...events).state;

  test('is held to be good, whatever this clock says of its expiry', () => {
    expect([state(foundAgain(3)), state(foundAgain(31.9)), state(needed(31.9))]).toEqual([
      'valid',
      'valid',
      'valid',
    ]);
  });

  test('is renewed once it rested, and any other at once', () => {
    expect([
      state(foundAgain(32)),
      state(needed(32)),
      state(foundAgain(3, EXPIRY, 'grace')),
      state(foundAgain(3, EXPIRY - 1)),
      state(foundAgain(3, 30), needed(4)),
    ]).toEqual(Array.from({ length: 5 }, () => 'refreshing'));
  });
});

describe('a token is renewed', () => {
  test('ahead of its end, when one is needed', () => {
    expect(standing(found(0), needed(END - 61)).state).toBe('valid');
    expect(standing(found(0), needed(END - 60))).toMatchObject({ state: 'refreshing', asked: ['refresh'] });
  });

  test('when the server refused it', () => {
    expect(standing(found(0), refused(1))).toMatchObject({ state: 'refreshing', asked: ['refresh'] });
  });

  test('by one refresh at a time, however many ask for it', () => {
    const asking = [found(0), refused(1), refused(1), needed(1), needed(END), deadline(END), found(2)];
    expect(standing(...asking)).toMatchObject({ state: 'refreshing', asked: ['refresh'] });
  });

  test('and the new tokens are kept', () => {
    expect(standing(found(0), refused(1), renewed(2))).toEqual({
      state: 'valid',
      context: { ...nobody, ...facts(2 * END), renewedAt: at(2) },
      asked: ['refresh', 'keepTokens'],
    });
  });

  test('by nobody where a live one without a refresh token is found meanwhile: it is used', () => {
    expect(standing(found(0), refused(1), found(2, END, false))).toMatchObject({
      state: 'valid',
      context: { ...facts(END, false) },
      asked: ['refresh'],
    });
  });

  test('by somebody else where a new one is found while the refresh is under way', () => {
    expect(standing(found(0), refused(1), found(2, 2 * END))).toMatchObject({
      state: 'valid',
      asked: ['refresh'],
    });
  });
});

describe('a refresh that fails', () => {
  test('for want of a network or a server does not sign anybody out', () => {
    const passing = failures.filter(({ kind }) =>
      ['offline', 'unreachable', 'busy', 'unintelligible'].includes(kind),
    );
    for (const failure of passing)
      expect(standing(found(0), refused(1), notRenewed(2, failure))).toMatchObject({
        state: 'refreshing',
        context: { user: 'ada', attempts: 1, asking: false },
        asked: ['refresh'],
      });
  });

  test('by the server’s word asks for a sign-in, and remembers for whom the queue is kept', () => {
    const final = failures.filter(({ kind }) =>
      ['unauthorized', 'missing', 'gone', 'refused'].includes(kind),
    );
    for (const failure of final)
      expect(standing(found(0), refused(1), notRenewed(2, failure))).toEqual({
        state: expired,
        context: { ...nobody, user: 'ada' },
        asked: ['refresh', 'dropTokens'],
      });
  });

  test('is tried again by schedule, five times, and then when a token is needed', () => {
    const waits = [1, 2, 4, 8, 16];
    let now = 1;
    const events = [found(0), refused(now)];
    for (const wait of waits) {
      events.push(notRenewed(now, unreachable));
      expect(standing(...events).context.dueAt).toBe(at(now + wait));
      now += wait;
      events.push(deadline(now - 0.001), deadline(now));
    }
    events.push(notRenewed(now, unreachable));
    expect(standing(...events)).toMatchObject({ context: { attempts: 6, asking: false, dueAt: null } });
    expect(standing(...events).asked).toHaveLength(6);
    expect(standing(...events, needed(now + 1)).asked).toHaveLength(7);
  });

  test('is not tried again ahead of its time', () => {
    const waiting = [found(0), refused(1), notRenewed(1, unreachable)];
    expect(standing(...waiting, deadline(1.9), needed(1.9)).asked).toEqual(['refresh']);
    expect(standing(...waiting, needed(2)).asked).toEqual(['refresh', 'refresh']);
  });

  test('without a network sets no timer: the next need for a token tries again', () => {
    const waiting = [found(0), refused(1), notRenewed(1, offline)];
    expect(standing(...waiting).context.dueAt).toBeNull();
    expect(standing(...waiting, needed(2)).asked).toEqual(['refresh', 'refresh']);
  });
});

describe('a token that is refused right after the server gave it', () => {
  const WAITS = [1, 2, 4, 8, 16];
  /** Refused a second after each renewal, with the next one asked for as soon as may be. */
  const spurned = (times: number): AuthEvent[] => {
    let seconds = 2;
    return WAITS.slice(0, times).flatMap((wait) => {
      const events = [renewed(seconds), refused(seconds + 1), deadline(seconds + 1 + wait)];
      seconds += 1 + wait;
      return events;
    });
  };
  const first = [found(0), refused(1)];

  test('is not asked for again at once, by nobody, but by schedule', () => {
    const { state, context, asked } = standing(
      ...first,
      renewed(2),
      refused(3),
      needed(3),
      found(3, 2 * END),
    );
    expect({ state, dueAt: context.dueAt, asked }).toEqual({
      state: 'refreshing',
      dueAt: at(4),
      asked: ['refresh', 'keepTokens'],
    });
    const later = standing(...first, ...spurned(4), renewed(50), refused(51));
    expect(later).toMatchObject({ state: 'refreshing', context: { dueAt: at(67) } });
    expect(later.asked.filter((effect) => effect === 'refresh')).toHaveLength(5);
  });

  test('five times over ends the sign-in, here and at the server, and another is asked for once', () => {
    const end = [...first, ...spurned(5), renewed(100), refused(101)];
    const over = standing(...end);
    expect(over).toMatchObject({ state: expired, context: { user: 'ada', refusals: 0 } });
    expect(over.asked.filter((effect) => effect === 'refresh')).toHaveLength(6);
    expect(over.asked.slice(-2)).toEqual(['revoke', 'dropTokens']);
    expect(standing(...end, needed(102), refused(102), deadline(200)).asked).toEqual(over.asked);
  });

  test('is forgotten with the first that holds', () => {
    const held = [...first, ...spurned(5), renewed(100), refused(200)];
    expect(standing(...held)).toMatchObject({ state: 'refreshing', context: { refusals: 0, asking: true } });
    expect(standing(...held, renewed(201), refused(202))).toMatchObject({ context: { dueAt: at(203) } });
  });
});

describe('without a refresh token', () => {
  test('a refused token asks for a sign-in', () => {
    expect(standing(found(0, END, false), refused(1))).toEqual({
      state: expired,
      context: { ...nobody, user: 'ada' },
      asked: ['dropTokens'],
    });
  });

  test('a token is used to its end, then a sign-in is asked for', () => {
    expect(standing(found(0, END, false), needed(END - 1)).state).toBe('valid');
    expect(standing(found(0, END, false), needed(END)).state).toEqual(expired);
  });

  test('a sign-in is asked for once, whatever is refused or needed after that', () => {
    const asked = [found(0, END, false), refused(1)];
    expect(standing(...asked, refused(2), needed(3), missing(4), deadline(5))).toEqual(standing(...asked));
  });
});

describe('a person', () => {
  test('signs in', () => {
    expect(standing(signIn)).toEqual({ state: signingIn, context: waiting, asked: ['signIn'] });
    expect(standing(signIn, signedIn)).toEqual({
      state: 'valid',
      context: { ...nobody, ...facts(2 * END), name: 'Ada', renewedAt: at(1) },
      asked: ['signIn', 'keepTokens'],
    });
  });

  test('keeps the name of that sign-in through every renewal, and nobody else gets it', () => {
    const { name } = standing(signIn, signedIn, refused(2), renewed(3), found(4)).context;
    expect(name).toBe('Ada');
    const other: AuthEvent = { type: 'token.found', at: at(5), ...facts(END, true, 'eve') };
    expect(standing(signIn, signedIn, other).context).toMatchObject({ user: 'eve', name: null });
  });

  test('is told why a sign-in failed, until one succeeds', () => {
    for (const problem of [unreachable, { kind: 'cancelled' } as const]) {
      const failed = notSignedIn(1, 'first', problem);
      expect(standing(signIn, failed)).toEqual({
        state: signedOut,
        context: { ...nobody, problem },
        asked: ['signIn'],
      });
      expect(standing(signIn, failed, signIn, signedIn).context.problem).toBeNull();
    }
  });

  test('whose sign-in had expired is still asked for one after another try failed, and the queue stays theirs', () => {
    const before = [found(0, END, false), refused(1)];
    for (const after of [notSignedIn(2, 'first', { kind: 'cancelled' }), deadline(SIGN_IN_LIMIT_MS / 1000)])
      expect(standing(...before, signIn, after)).toMatchObject({ state: expired, context: { user: 'ada' } });
  });

  test('signs in again after a sign-in that never came to an end, and only the last one counts', () => {
    const twice = [signIn, again];
    expect(standing(...twice).asked).toEqual(['signIn', 'signIn']);
    expect(standing(...twice, signedIn, notSignedIn(2, 'first', { kind: 'cancelled' }))).toEqual(
      standing(...twice),
    );
    expect(standing(...twice, { ...signedIn, id: 'second' }).state).toBe('valid');
  });

  test('who never comes back from a sign-in is let go when its time is over, and a late return changes nothing', () => {
    const limit = SIGN_IN_LIMIT_MS / 1000;
    expect(standing(signIn, deadline(limit - 1)).state).toEqual(signingIn);
    const over = standing(signIn, deadline(limit));
    expect(over).toEqual({
      state: signedOut,
      context: { ...nobody, problem: { kind: 'overdue' } },
      asked: ['signIn'],
    });
    expect(standing(signIn, deadline(limit), signedIn)).toEqual(over);
  });

  test('signs out: the refresh token is revoked, and nothing of the person is kept', () => {
    for (const before of [[found(0)], [found(0), refused(1)]])
      expect(standing(...before, signOut)).toMatchObject({ state: signedOut, context: nobody });
    expect(standing(found(0), signOut).asked).toEqual(['revoke', 'dropTokens']);
    expect(standing(found(0, END, false), refused(1), signOut)).toMatchObject({
      state: signedOut,
      context: nobody,
    });
  });

  test('who signed out without a network is signed out here at once, and the server is told when it can be', () => {
    const lost = notRevoked(11, offline);
    const owed = {
      state: signedOut,
      context: { ...nobody, unrevoked: ['r-1'], revokeAttempts: 1, nextAttemptAt: at(11 + 3600) },
    };
    expect(standing(found(0), signOut, lost)).toMatchObject(owed);
    const back: AuthEvent = { type: 'network.returned', at: at(20) };
    expect(standing(found(0), signOut, lost, back)).toMatchObject({
      state: signedOut,
      context: { ...nobody, revokeAttempts: 1 },
      asked: ['revoke', 'dropTokens', 'revoke'],
    });
    expect(standing(found(0), signOut, lost, found(12), back)).toMatchObject({ state: 'valid' });
  });

  test('who signed out while the server was down is told of by schedule, and once an hour after that', () => {
    let now = 11;
    const events = [found(0), signOut];
    for (const wait of [1, 2, 4, 8, 16, 3600, 3600]) {
      events.push(notRevoked(now, unreachable));
      expect(standing(...events).context.nextAttemptAt).toBe(at(now + wait));
      now += wait;
      events.push(deadline(now - 0.001), deadline(now));
      expect(standing(...events).context).toMatchObject({ unrevoked: [], nextAttemptAt: null });
    }
    expect(standing(...events).asked.filter((asked) => asked === 'revoke')).toHaveLength(8);
  });

  test('who signed out is not told of again where the server refuses to hear of it', () => {
    const refusal: Failure = { kind: 'refused', status: 400, code: 'invalid_grant', reason: 'No.' };
    expect(standing(found(0), signOut, notRevoked(11, refusal))).toMatchObject({ context: nobody });
  });

  test('who signed out stays so, whatever a refresh that was under way brings', () => {
    const gone = [found(0), refused(1), signOut];
    expect(standing(...gone, renewed(11), deadline(12), needed(13))).toEqual(standing(...gone));
  });
});
