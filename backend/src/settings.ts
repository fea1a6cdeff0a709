import { EXTENSION_ID } from '@worktime/contract';
import * as v from 'valibot';

const Url = v.pipe(
  v.string(),
  v.url('must be a URL'),
  v.transform((url) => url.replace(/\/+$/, '')),
);
const list = v.transform((text: string) => text.split(/[\s,]+/).filter((item) => item !== ''));
const flag = v.pipe(
  v.picklist(['true', 'false'], 'must be true or false'),
  v.transform((text) => text === 'true'),
);

const Environment = v.object({
  JWT_SECRET: v.pipe(
    v.string('must be set'),
    v.check((text) => new TextEncoder().encode(text).length >= 32, 'must have 32 bytes or more'),
  ),
  EXTENSION_IDS: v.pipe(
    v.optional(v.string(), EXTENSION_ID),
    list,
    v.array(v.pipe(v.string(), v.regex(/^[a-p]{32}$/, 'must be extension ids'))),
  ),
  DASHBOARD_ORIGIN: v.optional(Url),
  GITHUB_CLIENT_ID: v.optional(v.string()),
  GITHUB_CLIENT_SECRET: v.optional(v.string()),
  GITHUB_BASE_URL: v.optional(Url, 'https://github.com'),
  GITHUB_API_URL: v.optional(Url, 'https://api.github.com'),
  GITHUB_ALLOWED_ORGS: v.pipe(v.optional(v.string(), ''), list),
  LOCAL_SIGN_IN: v.optional(flag, 'false'),
  LOG_REQUESTS: v.optional(flag, 'true'),
  RATE_LIMIT_PER_MINUTE: v.pipe(
    v.optional(v.string(), '1200'),
    v.regex(/^[1-9]\d{0,8}$/, 'must be a whole number'),
    v.transform(Number),
  ),
});

/** GitHub as the identity provider: an OAuth app's id and secret, and where GitHub is. URLs have no trailing slash. */
export type GitHubSettings = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly baseUrl: string;
  readonly apiUrl: string;
  /** Logins of the organizations whose members may sign in; empty admits everyone. */
  readonly allowedOrgs: readonly string[];
};

/** What the backend was told by its environment, parsed. */
export type Settings = {
  readonly jwtSecret: Uint8Array;
  readonly extensionIds: readonly string[];
  readonly dashboardOrigin: string | undefined;
  /** Absent until both the id and the secret are set. */
  readonly github: GitHubSettings | undefined;
  /** Whether `/auth/dev` exists. Only the local runner sets it. */
  readonly localSignIn: boolean;
  readonly logRequests: boolean;
  readonly requestsPerMinute: number;
};

/** Either settings, or the sentences that say which variables to mend. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Parses the Worker's variables and secrets. An empty variable counts as absent; values never appear in a fault. */
export function parseSettings(environment: object): SettingsResult {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => typeof value === 'string' && value !== ''),
  );
  const parsed = v.safeParse(Environment, present);
  if (!parsed.success) {
    const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'environment'} ${faultOf(issue)}`);
    return { ok: false, faults };
  }
  const env = parsed.output;
  return {
    ok: true,
    settings: {
      jwtSecret: new TextEncoder().encode(env.JWT_SECRET),
      extensionIds: env.EXTENSION_IDS,
      dashboardOrigin: env.DASHBOARD_ORIGIN,
      github: githubOf(env),
      localSignIn: env.LOCAL_SIGN_IN,
      logRequests: env.LOG_REQUESTS,
      requestsPerMinute: env.RATE_LIMIT_PER_MINUTE,
    },
  };
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  return issue.type === 'object' ? 'must be set' : issue.message;
}

function githubOf(env: v.InferOutput<typeof Environment>): GitHubSettings | undefined {
  if (env.GITHUB_CLIENT_ID === undefined || env.GITHUB_CLIENT_SECRET === undefined) return undefined;
  return {
    clientId: env.GITHUB_CLIENT_ID,
    clientSecret: env.GITHUB_CLIENT_SECRET,
    baseUrl: env.GITHUB_BASE_URL,
    apiUrl: env.GITHUB_API_URL,
    allowedOrgs: env.GITHUB_ALLOWED_ORGS,
  };
}
