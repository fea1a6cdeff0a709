import * as v from 'valibot';
import { text } from './fields.ts';
import { SessionResource } from './session-answers.ts';

/** The body of `POST /auth/dev`: who to be, in the local backend. */
export const DevSignInRequest = v.strictObject({ login: text(1, 255) });
export type DevSignInRequest = v.InferOutput<typeof DevSignInRequest>;

/** One sign-in of a person: one client that holds a refresh token. `id` names it, and is no token. */
export const SignIn = v.object({
  id: v.string(),
  client_id: v.string(),
  created_at: v.string(),
  last_used_at: v.nullable(v.string()),
  is_current: v.boolean(),
});
export type SignIn = v.InferOutput<typeof SignIn>;

/** The answer of `GET /api/account/sign-ins`: those that are still good, the one used last first. */
export const SignIns = v.object({ sign_ins: v.array(SignIn) });
export type SignIns = v.InferOutput<typeof SignIns>;

/** The answer of `GET /api/account/export`: everything that is held about one person. */
export const AccountExport = v.object({
  account: v.object({ id: v.string(), login: v.string(), provider: v.string(), created_at: v.string() }),
  sessions: v.array(
    v.object({
      ...SessionResource.entries,
      intervals: v.nullable(v.array(v.tuple([v.string(), v.string()]))),
    }),
  ),
  deleted_sessions: v.array(
    v.object({ session_id: v.string(), client_id: v.string(), deleted_at: v.string() }),
  ),
  sign_ins: v.array(
    v.object({ client_id: v.string(), created_at: v.string(), last_used_at: v.nullable(v.string()) }),
  ),
});
export type AccountExport = v.InferOutput<typeof AccountExport>;
