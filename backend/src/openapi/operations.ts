import {
  AccountExport,
  BatchAnswer,
  BatchItem,
  CorrectionRequest,
  DailyStats,
  DevSignInRequest,
  EndRequest,
  Health,
  PAGE_LIMIT_DEFAULT,
  PAGE_LIMIT_MAX,
  PAGE_OFFSET_MAX,
  Problem,
  SessionPage,
  SessionResource,
  STATS_DAYS_DEFAULT,
  STATS_DAYS_MAX,
  StartRequest,
  TokenAnswer,
  TokenRefusal,
} from '@worktime/contract';

/** The schemas of the document, by the names that operations refer to them. */
export const SCHEMAS = {
  AccountExport,
  BatchAnswer,
  BatchItem,
  CorrectionRequest,
  DailyStats,
  DevSignInRequest,
  EndRequest,
  Health,
  Problem,
  SessionPage,
  SessionResource,
  StartRequest,
  TokenAnswer,
  TokenRefusal,
};

export type SchemaName = keyof typeof SCHEMAS;

/** A parameter of an operation; one in the path is always required. */
export type Parameter = {
  readonly name: string;
  readonly in: 'header' | 'path' | 'query';
  readonly isRequired?: boolean;
  readonly schema: object;
};

/** One endpoint. `answers` maps a status to the schema of its body, or to null for none; refusals are problems. */
export type Operation = {
  readonly method: 'delete' | 'get' | 'patch' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly isPublic?: boolean;
  readonly isForm?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly body?: SchemaName | object;
  readonly answers: Readonly<Record<number, SchemaName | object | null>>;
  readonly refusals: readonly number[];
};

const text = { type: 'string' };
const whole = (minimum: number, maximum: number, fallback: number) => ({
  type: 'integer',
  minimum,
  maximum,
  default: fallback,
});
const query = (name: string, schema: object, isRequired = false): Parameter => ({
  name,
  in: 'query',
  schema,
  isRequired,
});
const form = (properties: Record<string, object>, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
});
const id: Parameter = { name: 'id', in: 'path', schema: { type: 'string', format: 'uuid' } };
const idempotencyKey: Parameter = { name: 'Idempotency-Key', in: 'header', schema: text };

/** Every endpoint of the backend. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/sessions/start',
    summary: 'Start a session; a replay answers the same resource with 200',
    parameters: [idempotencyKey],
    body: 'StartRequest',
    answers: { 200: 'SessionResource', 201: 'SessionResource' },
    refusals: [400, 410, 413, 415, 422],
  },
  {
    method: 'patch',
    path: '/api/sessions/{id}/end',
    summary: 'End a session; a replay answers the same resource',
    parameters: [id, idempotencyKey],
    body: 'EndRequest',
    answers: { 200: 'SessionResource' },
    refusals: [400, 404, 409, 410, 413, 415, 422],
  },
  {
    method: 'post',
    path: '/api/sessions/batch',
    summary: 'Start and end up to 100 sessions, each with its own fate',
    body: {
      type: 'object',
      properties: {
        sessions: {
          type: 'array',
          minItems: 1,
          maxItems: 100,
          items: { $ref: '#/components/schemas/BatchItem' },
        },
      },
      required: ['sessions'],
      additionalProperties: false,
    },
    answers: { 200: 'BatchAnswer' },
    refusals: [400, 413, 415],
  },
  {
    method: 'get',
    path: '/api/sessions',
    summary: 'List sessions, newest first; cursor excludes offset',
    parameters: [
      query('limit', whole(1, PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT)),
      query('offset', whole(0, PAGE_OFFSET_MAX, 0)),
      query('cursor', text),
    ],
    answers: { 200: 'SessionPage' },
    refusals: [400],
  },
  {
    method: 'patch',
    path: '/api/sessions/{id}',
    summary: 'Correct a session',
    parameters: [id],
    body: 'CorrectionRequest',
    answers: { 200: 'SessionResource' },
    refusals: [400, 404, 410, 413, 415, 422],
  },
  {
    method: 'delete',
    path: '/api/sessions/{id}',
    summary: 'Delete a session; a mark stays, so that no replay brings it back',
    parameters: [id],
    answers: { 204: null },
    refusals: [404],
  },
  {
    method: 'get',
    path: '/api/stats/daily',
    summary: 'Counted time of each local day, oldest first, today last',
    parameters: [query('days', whole(1, STATS_DAYS_MAX, STATS_DAYS_DEFAULT)), query('time_zone', text)],
    answers: { 200: 'DailyStats' },
    refusals: [400],
  },
  {
    method: 'get',
    path: '/api/account/export',
    summary: 'Everything held about the person',
    answers: { 200: 'AccountExport' },
    refusals: [],
  },
  {
    method: 'delete',
    path: '/api/account',
    summary: 'Erase the person and everything held about them',
    answers: { 204: null },
    refusals: [],
  },
  {
    method: 'get',
    path: '/health',
    summary: 'Whether the backend answers, and what it can do',
    isPublic: true,
    answers: { 200: 'Health' },
    refusals: [],
  },
  {
    method: 'get',
    path: '/auth/authorize',
    summary: 'Begin signing in (authorization code with PKCE)',
    isPublic: true,
    parameters: [
      query('response_type', { const: 'code' }, true),
      query('client_id', text, true),
      query('redirect_uri', { type: 'string', format: 'uri' }, true),
      query('code_challenge', text, true),
      query('code_challenge_method', { const: 'S256' }, true),
      query('state', text),
      query('scope', text),
    ],
    answers: { 302: null },
    refusals: [400, 503],
  },
  {
    method: 'get',
    path: '/auth/github/callback',
    summary: 'Where GitHub sends people back to',
    isPublic: true,
    parameters: [query('state', text, true), query('code', text), query('error', text)],
    answers: { 302: null },
    refusals: [400],
  },
  {
    method: 'post',
    path: '/auth/token',
    summary: 'Exchange a code or a refresh token (RFC 6749)',
    isPublic: true,
    isForm: true,
    body: form(
      {
        grant_type: { enum: ['authorization_code', 'refresh_token'] },
        client_id: text,
        code: text,
        redirect_uri: text,
        code_verifier: text,
        refresh_token: text,
      },
      ['grant_type'],
    ),
    answers: { 200: 'TokenAnswer', 400: 'TokenRefusal', 401: 'TokenRefusal' },
    refusals: [],
  },
  {
    method: 'post',
    path: '/auth/revoke',
    summary: 'Revoke a refresh token with its family (RFC 7009)',
    isPublic: true,
    isForm: true,
    body: form({ token: text, token_type_hint: text, client_id: text }, ['token']),
    answers: { 200: null, 400: 'TokenRefusal', 401: 'TokenRefusal' },
    refusals: [],
  },
  {
    method: 'post',
    path: '/auth/dev',
    summary: 'Sign in by a made-up login; the local backend only',
    isPublic: true,
    body: 'DevSignInRequest',
    answers: { 200: 'TokenAnswer' },
    refusals: [400, 404, 413, 415],
  },
];
