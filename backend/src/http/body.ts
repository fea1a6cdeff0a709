import { BODY_MAX_BYTES } from '@worktime/contract';
import * as v from 'valibot';
import { type Outcome, refuse } from './problem.ts';

/** How many arrays and objects a body may nest. The deepest schema needs four. */
const DEPTH_MAX = 16;

/** How much of an unwanted body is read and thrown away, so that its connection can serve the next request. */
const DRAIN_MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads a request's JSON body and parses it by a schema. Refuses what is not JSON by its media type (415), larger
 * than `maxBytes` (413), not UTF-8, nested too deeply, or not what the schema says (400).
 */
export async function readJson<const S extends v.GenericSchema>(
  request: Request,
  schema: S,
  maxBytes: number = BODY_MAX_BYTES,
): Promise<Outcome<v.InferOutput<S>>> {
  const media = mediaOf(request);
  if (media.type !== 'application/json' || !media.isPlainUtf8) {
    return refuse(
      415,
      'unsupported_media_type',
      'Send application/json in UTF-8, without a content encoding.',
    );
  }
  const text = await readText(request, maxBytes);
  if (!text.ok) return text;
  if (nestsDeeperThan(DEPTH_MAX, text.value)) {
    return refuse(400, 'invalid_json', `The body nests more than ${DEPTH_MAX} levels.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return refuse(400, 'invalid_json', 'The body is not JSON.');
  }
  return parse(schema, value);
}

/**
 * Reads what an answer left unread of its request. An answer given before its request has arrived whole would cost
 * the connection, and with it whatever the sender pipelines next.
 */
export async function drainBody(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > DRAIN_MAX_BYTES) break;
    }
  } catch {
    // The sender went away; nobody waits for the rest.
  }
}

/** Reads a body of form fields. Refuses another media type, more than 64 KB, broken UTF-8, and repeated fields. */
export async function readForm(request: Request): Promise<Outcome<ReadonlyMap<string, string>>> {
  const media = mediaOf(request);
  if (media.type !== 'application/x-www-form-urlencoded' || !media.isPlainUtf8) {
    return refuse(415, 'unsupported_media_type', 'Send application/x-www-form-urlencoded.');
  }
  const text = await readText(request, BODY_MAX_BYTES);
  if (!text.ok) return text;
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text.value)) {
    if (fields.has(name)) return refuse(400, 'invalid_request', 'A field is repeated.');
    fields.set(name, value);
  }
  return { ok: true, value: fields };
}

/** Parses a value by a schema; the refusal names the first field that is wrong, never its value. */
export function parse<const S extends v.GenericSchema>(schema: S, value: unknown): Outcome<v.InferOutput<S>> {
  if (Array.isArray(value)) return refuse(400, 'invalid_request', 'Expected an object.');
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const [issue] = parsed.issues;
  return refuse(400, 'invalid_request', describe(issue));
}

function describe(issue: v.BaseIssue<unknown>): string {
  const where = (v.getDotPath(issue) ?? 'body').slice(0, 80);
  if (issue.type === 'check' || issue.type === 'regex' || issue.type === 'uuid')
    return `${where}: ${issue.message}.`;
  if (issue.expected === 'never') return `${where}: unknown field.`;
  return issue.expected === null ? `${where}: not acceptable.` : `${where}: expected ${issue.expected}.`;
}

function mediaOf(request: Request): { type: string; isPlainUtf8: boolean } {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const charsets = parameters
    .map((parameter) => parameter.trim().split('='))
    .filter(([name]) => name === 'charset')
    .map(([, charset = '']) => charset.replace(/^"|"$/g, ''));
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  return {
    type: type.trim(),
    isPlainUtf8:
      encoding === 'identity' && charsets.every((charset) => charset === 'utf-8' || charset === 'utf8'),
  };
}

async function readText(request: Request, maxBytes: number): Promise<Outcome<string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let size = 0;
  let text = '';
  let isUtf8 = true;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > DRAIN_MAX_BYTES) break;
      if (size > maxBytes || !isUtf8) continue;
      try {
        text += decoder.decode(chunk, { stream: true });
      } catch {
        isUtf8 = false;
      }
    }
    if (size > maxBytes)
      return refuse(413, 'payload_too_large', `The body is larger than ${maxBytes} bytes.`);
    if (isUtf8) return { ok: true, value: text + decoder.decode() };
  } catch {
    // The bytes ended within a character, or the sender went away.
  }
  return refuse(400, 'invalid_request', 'The body is not UTF-8, or broke off.');
}

function nestsDeeperThan(limit: number, json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i += 1) {
    const character = json[i];
    if (inString) {
      if (character === '\\') i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > limit) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
