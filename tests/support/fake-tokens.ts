import { toEpochMs } from '../../src/domain/time.ts';
import { parseClaims, type Tokens } from '../../src/domain/token.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Identity } from '../../src/ports/identity.ts';

/** The tokens of a backend in memory: access tokens of a lifetime, and families of refresh tokens that rotate. */
export interface FakeTokens {
  /** Starts a family for a person. */
  issue(user: string, lifetimeMs: number): Tokens;
  /** Tokens for a refresh token, under the rules of the real backend; `null` where it is not good. */
  exchange(refreshToken: string, lifetimeMs: number): Tokens | null;
  /** Makes a refresh token worthless, with all of its family. */
  revoke(refreshToken: string): void;
  /** The names of a person's families that are good. */
  familiesOf(user: string): string[];
  /** The person of an access token that is good. */
  userOf(authToken: string): string | null;
  read: Identity['read'];
  revokeAccess(): void;
  revokeAll(): void;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const claimsOf = (token: string) =>
  parseClaims(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** Numbers the tokens that it gives by `next`. */
export const createFakeTokens = (clock: Clock, next: () => number): FakeTokens => {
  const live = new Set<string>();
  /** The newest generation of each family, and whose it is. */
  const newest = new Map<string, { user: string; generation: number }>();
  let families = 0;

  const tokensOf = (user: string, lifetimeMs: number, refreshToken: string): Tokens => {
    const number = next();
    const tokenExpiry = toEpochMs(clock.now() + lifetimeMs);
    const claims = { sub: user, exp: tokenExpiry / 1000, jti: number };
    const authToken = `${encode({ alg: 'none' })}.${encode(claims)}.${number}`;
    live.add(authToken);
    return { authToken, tokenExpiry, refreshToken };
  };

  return {
    issue: (user, lifetimeMs) => {
      families += 1;
      const name = `refresh-${families}`;
      newest.set(name, { user, generation: 0 });
      return tokensOf(user, lifetimeMs, `${name}/0`);
    },
    exchange: (refreshToken, lifetimeMs) => {
      const [name = '', text] = refreshToken.split('/');
      const family = newest.get(name);
      const generation = Number(text);
      if (!family || !(generation <= family.generation)) return null;
      if (generation < family.generation - 1) {
        newest.delete(name);
        return null;
      }
      family.generation = generation + 1;
      return tokensOf(family.user, lifetimeMs, `${name}/${generation + 1}`);
    },
    revoke: (refreshToken) => {
      newest.delete(refreshToken.split('/')[0] ?? '');
    },
    familiesOf: (user) => [...newest].filter(([, family]) => family.user === user).map(([name]) => name),
    userOf: (authToken) => {
      const claims = live.has(authToken) ? claimsOf(authToken) : null;
      return claims !== null && claims.expiresAt > clock.now() ? claims.sub : null;
    },
    read: (token, expiry, refreshToken) => {
      const claims = typeof token === 'string' ? claimsOf(token) : null;
      if (claims === null) return null;
      const { sub: user, expiresAt } = claims;
      const capped = typeof expiry === 'number' ? Math.min(expiry, expiresAt) : expiresAt;
      return { user, expiresAt: toEpochMs(capped), refreshable: typeof refreshToken === 'string' };
    },
    revokeAccess: () => live.clear(),
    revokeAll: () => {
      live.clear();
      newest.clear();
    },
  };
};
