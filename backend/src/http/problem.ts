import type { ProblemCode } from '@worktime/contract';

/** An expected refusal, before it becomes an answer. `headers` are added to the answer, `stored` to its body. */
export type Refusal = {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly stored?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Either a value or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The failed half of an `Outcome`. */
export function refuse(
  status: number,
  code: ProblemCode,
  detail: string,
  more: Pick<Refusal, 'stored' | 'headers'> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { status, code, detail, ...more } };
}

/** The RFC 9457 body of a refusal. */
export function problemBody({ status, code, detail, stored }: Refusal) {
  const body = {
    type: `urn:worktime:problem:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    code,
    detail,
  };
  return stored === undefined ? body : { ...body, stored };
}

/** A refusal as the answer that a client gets. */
export function problemResponse(refusal: Refusal): Response {
  return new Response(JSON.stringify(problemBody(refusal)), {
    status: refusal.status,
    headers: { ...refusal.headers, 'content-type': 'application/problem+json' },
  });
}
