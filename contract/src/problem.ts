import * as v from 'valibot';

/** The stable `code` of every problem document that the backend answers with. */
export const PROBLEM_CODES = [
  'account_unknown',
  'client_id_reused',
  'duration_exceeds_span',
  'end_before_start',
  'ending_conflict',
  'idempotency_key_mismatch',
  'internal_error',
  'interval_mismatch',
  'invalid_client',
  'invalid_json',
  'invalid_redirect',
  'invalid_request',
  'invalid_state',
  'invalid_token',
  'method_not_allowed',
  'misconfigured',
  'missing_token',
  'not_found',
  'payload_too_large',
  'session_deleted',
  'session_not_ended',
  'session_not_found',
  'sign_in_not_found',
  'sign_in_unavailable',
  'too_many_requests',
  'unavailable',
  'unsupported_media_type',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/**
 * An RFC 9457 problem document, media type `application/problem+json`. A client branches on `status` and `code`,
 * shows `detail` to people, and never reads meaning out of the texts. `stored` accompanies 409.
 */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.string(),
  detail: v.optional(v.string()),
  stored: v.optional(v.unknown()),
});
export type Problem = v.InferOutput<typeof Problem>;
