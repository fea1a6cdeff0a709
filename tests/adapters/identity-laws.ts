import { beforeEach, describe, expect, it } from 'vitest';
import type { Grant, Identity } from '../../src/ports/identity.ts';
import type { Answer } from '../../src/ports/session-api.ts';

/** An authorization server, and whether the backend that trusts it takes an access token. */
export interface IdentityBackend {
  readonly identity: Identity;
  isAccepted(authToken: string): Promise<boolean>;
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const jwt = (claims: unknown): string =>
  `${base64url('{"alg":"HS256"}')}.${base64url(JSON.stringify(claims))}.c2ln`;

const rubbish: [name: string, token: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['an object', { sub: 'ada', exp: 1 }],
  ['an empty text', ''],
  ['a word', 'rubbish'],
  ['dots', '...'],
  ['two parts that are no base64', 'a.!!!.c'],
  ['a part that breaks off', `a.${base64url('{"sub":"ada","exp":1')}.c`],
  ['claims that are null', jwt(null)],
  ['claims in a list', jwt(['ada', 1])],
  ['no claims', jwt({})],
  ['no person', jwt({ exp: 1 })],
  ['a person without a name', jwt({ sub: '', exp: 1 })],
  ['a person who is a number', jwt({ sub: 7, exp: 1 })],
  ['no expiry', jwt({ sub: 'ada' })],
  ['an expiry in words', jwt({ sub: 'ada', exp: '1' })],
  ['an expiry that is null', jwt({ sub: 'ada', exp: null })],
  ['an expiry beyond all calendars', jwt({ sub: 'ada', exp: 1e308 })],
];

const exp = 1_772_442_900;

/** What holds of every `Identity`, the one in memory and the one over HTTP. */
export const describeIdentity = (name: string, backend: IdentityBackend): void => {
  describe(name, () => {
    const { identity } = backend;
    const invalidGrant = {
      ok: false,
      failure: {
        kind: 'refused',
        status: 400,
        code: 'invalid_grant',
        reason: 'The refresh token is not valid, or no longer.',
      },
    };
    const granted = (answer: Answer<Grant>) => {
      if (!answer.ok) throw new Error(`No tokens were granted: ${answer.failure.kind}`);
      const { tokens, facts } = answer.value;
      if (tokens.refreshToken === null) throw new Error('No refresh token was granted.');
      return { ...tokens, refreshToken: tokens.refreshToken, facts };
    };
    const signIn = async (login = 'ada') => granted(await identity.signInLocally(login));
    const refresh = async (token: string) => granted(await identity.refresh(token));

    let zero: Awaited<ReturnType<typeof signIn>>;
    beforeEach(async () => {
      zero = await signIn();
    });

    it('a sign-in gives a token that the backend takes, and what the token says of itself', async () => {
      expect(await backend.isAccepted(zero.authToken)).toBe(true);
      expect(zero.facts).toEqual({
        user: expect.stringMatching(/./),
        expiresAt: zero.tokenExpiry,
        refreshable: true,
      });
      expect(identity.read(zero.authToken, zero.tokenExpiry, zero.refreshToken)).toEqual(zero.facts);
    });

    it('an access token lives for a quarter of an hour at most', () => {
      const lifetime = zero.tokenExpiry - Date.now();
      expect(lifetime).toBeGreaterThan(13 * 60_000);
      expect(lifetime).toBeLessThanOrEqual(15 * 60_000);
    });

    it('one name is one person, and another name another', async () => {
      expect((await signIn()).facts.user).toBe(zero.facts.user);
      expect((await signIn('bob')).facts.user).not.toBe(zero.facts.user);
    });

    it('nobody is signed in without a name', async () => {
      expect(await identity.signInLocally('')).toEqual({
        ok: false,
        failure: {
          kind: 'refused',
          status: 400,
          code: 'invalid_request',
          reason: 'login: expected >=1.',
        },
      });
    });

    it('a refresh gives new tokens of the same person', async () => {
      const one = await refresh(zero.refreshToken);
      expect(one.refreshToken).not.toBe(zero.refreshToken);
      expect(one.authToken).not.toBe(zero.authToken);
      expect(one.facts.user).toBe(zero.facts.user);
      expect(await backend.isAccepted(one.authToken)).toBe(true);
    });

    it('a refresh whose answer was lost gives the same successor again, until that is used', async () => {
      const one = await refresh(zero.refreshToken);
      expect((await refresh(zero.refreshToken)).refreshToken).toBe(one.refreshToken);
      const two = await refresh(one.refreshToken);
      expect((await refresh(one.refreshToken)).refreshToken).toBe(two.refreshToken);
    });

    it('refreshes at once give one successor', async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(zero.refreshToken)));
      expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    });

    it('a refresh token used after its successor was is refused, and its whole family with it', async () => {
      const one = await refresh(zero.refreshToken);
      const two = await refresh(one.refreshToken);
      for (const { refreshToken } of [zero, one, two, zero])
        expect(await identity.refresh(refreshToken)).toEqual(invalidGrant);
      expect((await signIn()).facts.user).toBe(zero.facts.user);
    });

    it.each([
      ['a word', 'rubbish'],
      ['two words', 'refresh-1/x'],
      ['beyond ASCII', 'zoë 🦀'],
      ['long', 'x'.repeat(10_000)],
    ])('a refresh token that never was is refused: %s', async (_, token) => {
      expect(await identity.refresh(token)).toEqual(invalidGrant);
    });

    it('a refresh token that was revoked is refused, and so is its family', async () => {
      const one = await refresh(zero.refreshToken);
      expect(await identity.revoke(zero.refreshToken)).toEqual({ ok: true, value: null });
      for (const { refreshToken } of [zero, one])
        expect(await identity.refresh(refreshToken)).toEqual(invalidGrant);
    });

    it('what is revoked already, or never was, can be revoked', async () => {
      for (const token of [zero.refreshToken, zero.refreshToken, 'rubbish'])
        expect(await identity.revoke(token)).toEqual({ ok: true, value: null });
    });

    it("a person's other sign-in outlives the revoking of one", async () => {
      const other = await signIn();
      await identity.revoke(zero.refreshToken);
      expect((await refresh(other.refreshToken)).facts.user).toBe(zero.facts.user);
    });

    it.each(rubbish)('%s is no token', (_, token) => {
      expect(identity.read(token, 1, 'refresh')).toBe(null);
    });

    it.each(['ada', 'zoë 🦀 Ж', '???>>>~~~', '<b>"\\\u0000\u202E'])(
      'the person in a token is kept: %j',
      (sub) => {
        expect(identity.read(jwt({ sub, exp }), undefined, undefined)).toEqual({
          user: sub,
          expiresAt: exp * 1000,
          refreshable: false,
        });
      },
    );

    it.each([
      ['earlier', exp * 1000 - 1, exp * 1000 - 1],
      ['later', exp * 1000 + 1, exp * 1000],
      ['in words', String(exp * 1000 - 1), exp * 1000],
      ['absent', undefined, exp * 1000],
    ])('an expiry beside a token shortens its life and never lengthens it: %s', (_, expiry, expiresAt) => {
      expect(identity.read(jwt({ sub: 'ada', exp }), expiry, 'refresh')).toEqual({
        user: 'ada',
        expiresAt,
        refreshable: true,
      });
    });
  });
};
