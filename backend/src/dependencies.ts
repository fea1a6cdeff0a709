import type { Settings } from './settings.ts';

/** A signed-in person, as read from the store for this very request. */
export type Person = { readonly id: string; readonly login: string; readonly sessionTotal: number };

/** What every resource is made with. `now` is in epoch milliseconds. */
export type Dependencies = {
  readonly settings: Settings;
  readonly database: D1Database;
  readonly now: () => number;
};

/** Hono's environment: what middleware leaves for handlers. */
export type AppEnv = { Variables: { person: Person; signInId: string } };
