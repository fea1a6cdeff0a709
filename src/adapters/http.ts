import { Problem, TokenRefusal } from '@worktime/contract';
import type * as v from 'valibot';
import { record, safeParse, string, unknown } from 'valibot';
import type { Failure } from '../domain/failure.ts';
import { parseRetryAfter } from '../domain/retry.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Answer } from '../ports/session-api.ts';

/** How long a request may take, body included, in milliseconds. */
export const TIMEOUT_MS = 10_000;

/** Makes requests to the backend and reads only answers of the shape that was promised. */
export interface Http {
  request<S extends v.GenericSchema>(
    path: string,
    init: RequestInit,
    schema: S,
  ): Promise<Answer<v.InferOutput<S>>>;
}

/** How requests leave the browser. */
export interface Wire {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** A signal that aborts in so many milliseconds. */
  timeout(ms: number): AbortSignal;
}

const browserWire: Wire = {
  fetch: (url, init) => fetch(url, init),
  timeout: (ms) => AbortSignal.timeout(ms),
};

/** The body of an answer: `null` where the answer says that it has none, its text where it is not JSON. */
const readBody = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return null;
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The longest reason that is kept, in characters. */
const LONGEST_REASON = 1_000;

const WORD_FIELDS = ['detail', 'message', 'error_description', 'reason', 'title', 'error'];

/** Whether a text is a sentence for a person: no page, and no name for programs. */
const isSentence = (text: unknown): text is string =>
  typeof text === 'string' && /^[^<]\S*\s\S/.test(text.trim());

/** What a server of another make says in words, under the names that are in use, or as plain text. */
const sentenceIn = (body: unknown): string | undefined => {
  const fields = safeParse(record(string(), unknown()), body);
  const found = fields.success ? WORD_FIELDS.map((name) => fields.output[name]) : [body];
  return found.find(isSentence)?.trim();
};

/** The code and the words of a refusal, as a problem document has them, as OAuth does, or as anybody might. */
const wordsOf = (body: unknown): { code: string; words?: string | undefined } => {
  const problem = safeParse(Problem, body);
  if (problem.success)
    return { code: problem.output.code, words: problem.output.detail || problem.output.title };
  const oauth = safeParse(TokenRefusal, body);
  const isCoded = oauth.success && !isSentence(oauth.output.error);
  return { code: isCoded ? oauth.output.error : 'unknown', words: sentenceIn(body) };
};

const refusal = (status: number, body: unknown): Failure => {
  const { code, words } = wordsOf(body);
  const reason = words?.slice(0, LONGEST_REASON) || `The server refused it (${status}).`;
  return { kind: 'refused', status, code, reason };
};

/** What a status that is no success means, with the body that came with it. */
export const failureOf = (status: number, body: unknown, until: EpochMs | null): Failure => {
  if (status === 408 || status === 429 || status >= 500) return { kind: 'busy', status, until };
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'missing' };
  if (status === 410) return { kind: 'gone' };
  if (status >= 400) return refusal(status, body);
  return { kind: 'unintelligible' };
};

/** Requests over `fetch` to the backend that `address` answers, without a slash at its end. */
export const createHttp = (address: () => string, clock: Clock, wire: Wire = browserWire): Http => ({
  request: async (path, init, schema) => {
    try {
      const response = await wire.fetch(address() + path, {
        ...init,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: wire.timeout(TIMEOUT_MS),
      });
      const body = await readBody(response);
      const until = parseRetryAfter(response.headers.get('Retry-After'), clock.now());
      if (!response.ok) return { ok: false, failure: failureOf(response.status, body, until) };
      const parsed = safeParse(schema, body);
      return parsed.success
        ? { ok: true, value: parsed.output }
        : { ok: false, failure: { kind: 'unintelligible' } };
    } catch {
      return { ok: false, failure: { kind: 'unreachable' } };
    }
  },
});
