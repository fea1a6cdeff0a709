import * as v from 'valibot';

/**
 * What the token endpoint answers (RFC 6749 §5.1). `expires_in` is in seconds; the refresh token is opaque. `login` is
 * what the person is called, where the backend says so.
 */
export const TokenAnswer = v.object({
  access_token: v.string(),
  token_type: v.string(),
  expires_in: v.number(),
  refresh_token: v.string(),
  scope: v.optional(v.string()),
  login: v.optional(v.string()),
});
export type TokenAnswer = v.InferOutput<typeof TokenAnswer>;

/** What the token and revocation endpoints answer when they refuse (RFC 6749 §5.2). */
export const TokenRefusal = v.object({
  error: v.string(),
  error_description: v.optional(v.string()),
});
export type TokenRefusal = v.InferOutput<typeof TokenRefusal>;

/** The claims of an access token. Times are in epoch seconds. */
export const TokenClaims = v.object({
  iss: v.string(),
  aud: v.string(),
  sub: v.string(),
  exp: v.number(),
  iat: v.number(),
  jti: v.string(),
});
export type TokenClaims = v.InferOutput<typeof TokenClaims>;
