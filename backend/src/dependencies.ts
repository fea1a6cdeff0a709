import type { Settings } from './settings.ts';

/** What every resource is made with. `now` is in epoch milliseconds. */
export type Dependencies = {
  readonly settings: Settings;
  readonly database: D1Database;
  readonly now: () => number;
};

/**
 * Hono's environment: who the access token speaks for and by which sign-in, and whether the request has met a row of
 * that person, who then exists.
 */
export type AppEnv = { Variables: { personId: string; signInId: string; isPersonMet?: boolean } };
