/** The tokens of the model: access tokens of a lifetime, and families of refresh tokens that rotate. */
export interface ModelTokens {
  /** Starts a family for a person. */
  issue(user: string, lifetimeMs: number): TokenSet;
  /** Tokens for a refresh token; `null` where it is not good. */
  exchange(refreshToken: string): TokenSet | null;
  revoke(refreshToken: string): void;
  /** Whose access token it is, where it is good. */
  userOf(accessToken: string): string | null;
  /** Makes the access tokens that were issued so far worthless. */
  revokeAccess(): void;
  /** Makes the refresh tokens worthless as well. */
  revokeFamilies(): void;
  /** Families that were given up because a spent token came back. */
  reused: string[];
}

interface TokenSet {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  refresh_token: string;
}

interface Family {
  user: string;
  lifetimeMs: number;
  generation: number;
}

const encode = (value: unknown): string => btoa(JSON.stringify(value));

/** Tokens under a server's clock. */
export const createModelTokens = (now: () => number): ModelTokens => {
  const access = new Map<string, { user: string; expiresAt: number }>();
  const families = new Map<string, Family>();
  const reused: string[] = [];
  let made = 0;

  const grant = (name: string, { user, lifetimeMs, generation }: Family): TokenSet => {
    made += 1;
    const expiresAt = now() + lifetimeMs;
    const token = `e30.${encode({ sub: user, exp: Math.floor(expiresAt / 1000), jti: made })}.${made}`;
    access.set(token, { user, expiresAt });
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: Math.floor(lifetimeMs / 1000),
      refresh_token: `${name}.${generation}`,
    };
  };

  return {
    issue: (user, lifetimeMs) => {
      const name = `family-${families.size}`;
      const family = { user, lifetimeMs, generation: 0 };
      families.set(name, family);
      return grant(name, family);
    },
    exchange: (refreshToken) => {
      const [name = '', generation] = refreshToken.split('.');
      const family = families.get(name);
      if (!family || family.generation < 0) return null;
      const behind = family.generation - Number(generation);
      if (behind !== 0 && behind !== 1) {
        family.generation = -1;
        reused.push(name);
        return null;
      }
      family.generation = Number(generation) + 1;
      return grant(name, family);
    },
    revoke: (refreshToken) => {
      const family = families.get(refreshToken.split('.')[0] ?? '');
      if (family) family.generation = -1;
    },
    userOf: (accessToken) => {
      const known = access.get(accessToken);
      return known && known.expiresAt > now() ? known.user : null;
    },
    revokeAccess: () => access.clear(),
    revokeFamilies: () => {
      access.clear();
      for (const family of families.values()) family.generation = -1;
    },
    reused,
  };
};
