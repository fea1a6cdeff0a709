/** How many sessions one batch request may carry at most; at least one is required. */
export const BATCH_MAX = 100;

/** How many `[start, end]` pairs one session may carry at most. */
export const INTERVALS_MAX = 1000;

/** The largest page of `GET /api/sessions`. */
export const PAGE_LIMIT_MAX = 100;

/** The page size when a request names none. */
export const PAGE_LIMIT_DEFAULT = 50;

/** The largest `offset`; whoever walks further uses `cursor`, which costs the same on every page. */
export const PAGE_OFFSET_MAX = 1_000_000;

/** The most days that one statistics request covers: a leap year. */
export const STATS_DAYS_MAX = 366;

/** The days covered when a request names no number. */
export const STATS_DAYS_DEFAULT = 30;

/** The largest request body in bytes. */
export const BODY_MAX_BYTES = 64 * 1024;

/** The largest body of the batch endpoint in bytes; a sender splits what is larger. */
export const BATCH_BODY_MAX_BYTES = 256 * 1024;

/** The earliest instant that the backend accepts, in epoch milliseconds (2015-01-01). */
export const EARLIEST_INSTANT_MS = 1_420_070_400_000;

/** How far ahead of the server's clock an instant may lie, in milliseconds. */
export const CLOCK_AHEAD_MAX_MS = 5 * 60_000;

/** The host of a pull request that names none. */
export const DEFAULT_HOST = 'github.com';

/** The `iss` claim of every access token. */
export const TOKEN_ISSUER = 'worktime-backend';

/** The `aud` claim of every access token. */
export const TOKEN_AUDIENCE = 'worktime-api';

/** The only scope there is: a person's own sessions and account. */
export const TOKEN_SCOPE = 'worktime';

/** How long an access token lives, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** The OAuth client id of the browser extension. */
export const EXTENSION_CLIENT_ID = 'worktime-extension';

/** The OAuth client id of the dashboard. */
export const DASHBOARD_CLIENT_ID = 'worktime-dashboard';

/** What `/health` may list under `features`; a client uses an optional endpoint only where its name is listed. */
export const FEATURES = ['batch', 'cursor', 'corrections', 'account', 'sign-ins'] as const;
