import * as v from 'valibot';
import { Problem } from './problem.ts';

/** A session as the backend holds it. An active one has neither end nor duration; the duration is counted seconds. */
export const SessionResource = v.object({
  session_id: v.string(),
  client_id: v.string(),
  repo_owner: v.string(),
  repo_name: v.string(),
  pr_number: v.number(),
  start_time: v.string(),
  end_time: v.nullable(v.string()),
  duration_seconds: v.nullable(v.number()),
  status: v.picklist(['active', 'completed']),
  host: v.optional(v.string()),
  pr_title: v.optional(v.nullable(v.string())),
  time_zone: v.optional(v.string()),
});
export type SessionResource = v.InferOutput<typeof SessionResource>;

/** The fate of one item of a batch; `status` is what the single call would have answered. */
export const BatchResult = v.object({
  client_id: v.nullable(v.string()),
  status: v.number(),
  session_id: v.optional(v.string()),
  problem: v.optional(Problem),
});
export type BatchResult = v.InferOutput<typeof BatchResult>;

/** The answer of `POST /api/sessions/batch`: one result an item, in the order of the request. */
export const BatchAnswer = v.object({ results: v.array(BatchResult) });
export type BatchAnswer = v.InferOutput<typeof BatchAnswer>;

/** One page of sessions, newest first. `next_cursor` is null on the last page. */
export const SessionPage = v.object({
  sessions: v.array(SessionResource),
  total: v.number(),
  limit: v.number(),
  offset: v.number(),
  has_more: v.boolean(),
  next_cursor: v.nullish(v.string()),
});
export type SessionPage = v.InferOutput<typeof SessionPage>;
