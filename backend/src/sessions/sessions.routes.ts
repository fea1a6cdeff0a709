import {
  BATCH_BODY_MAX_BYTES,
  BatchItem,
  BatchRequest,
  type BatchResult,
  CorrectionRequest,
  EndRequest,
  PAGE_LIMIT_DEFAULT,
  PAGE_LIMIT_MAX,
  PAGE_OFFSET_MAX,
  type SessionPage,
  StartRequest,
} from '@worktime/contract';
import { Hono, type MiddlewareHandler } from 'hono';
import { unauthorized } from '../auth/authenticate.ts';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { parse, readJson } from '../http/body.ts';
import { type Outcome, problemBody, problemResponse, refuse } from '../http/problem.ts';
import { readQuery, readWholeNumber } from '../http/query.ts';
import { onlyAllow } from '../http/routing.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { judgeCorrection, readCorrection, readCorrectionKey } from './session-correction.ts';
import { listSessions, type Page } from './session-list.store.ts';
import { toResource } from './session-row.ts';
import { readEnding, readItem, readStart, type SessionTerms } from './session-terms.ts';
import { admitSessions, correctSession, deleteSession, endSession } from './sessions.store.ts';
import { judgeAdmission, judgeEnding, sessionNotFound } from './sessions.verdict.ts';

/** Everything below `/api/sessions`. */
export function sessionsRoutes(
  { database, now }: Dependencies,
  signedIn: MiddlewareHandler<AppEnv>,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/', signedIn, async (c) => {
    const page = readPage(c.req.url);
    if (!page.ok) return problemResponse(page.refusal);
    const { limit, offset, cursor } = page.value;
    const found = await listSessions(database, c.var.personId, { limit, offset, cursor });
    if (found === null) return unauthorized(true);
    c.set('isPersonMet', true);
    const { rows, total, hasMore } = found;
    const last = rows.at(-1);
    const answer: SessionPage = {
      sessions: rows.map(toResource),
      total,
      limit,
      offset,
      has_more: hasMore,
      next_cursor:
        hasMore && last !== undefined
          ? writeCursor({ startMs: last.start_ms, id: last.id, position: offset + limit, total })
          : null,
    };
    return c.json(answer);
  });
  routes.all('/', onlyAllow('GET'));

  routes.post('/start', signedIn, async (c) => {
    const body = await readJson(c.req.raw, StartRequest);
    if (!body.ok) return problemResponse(body.refusal);
    const start = readStart(body.value, now());
    if (!start.ok) return problemResponse(start.refusal);
    const key = c.req.header('idempotency-key')?.toLowerCase();
    if (key !== undefined && key !== start.value.clientId) {
      const mismatch = refuse(422, 'idempotency_key_mismatch', 'Idempotency-Key must equal client_id.');
      return problemResponse(mismatch.refusal);
    }
    const terms = { start: start.value, ending: null };
    const admissions = await admitSessions(database, c.var.personId, [terms], now());
    const admission = admissions.get(start.value.clientId);
    if (admission === undefined) return unauthorized(true);
    c.set('isPersonMet', true);
    const verdict = judgeAdmission(admission, terms);
    return verdict.ok ? c.json(toResource(verdict.row), verdict.status) : problemResponse(verdict.refusal);
  });
  routes.all('/start', onlyAllow('POST'));

  routes.post('/batch', signedIn, async (c) => {
    const body = await readJson(c.req.raw, BatchRequest, BATCH_BODY_MAX_BYTES);
    if (!body.ok) return problemResponse(body.refusal);
    const items = body.value.sessions.map((raw) => ({ raw, terms: readBatchItem(raw, now()) }));
    const sound = items.flatMap(({ terms }) => (terms.ok ? [terms.value] : []));
    const admissions = await admitSessions(database, c.var.personId, sound, now());
    if (sound.length > 0 && admissions.size === 0) return unauthorized(true);
    c.set('isPersonMet', sound.length > 0);
    const answered = new Set<string>();
    const results = items.map(({ raw, terms }): BatchResult => {
      if (!terms.ok) return refusedItem(raw, terms.refusal);
      const { clientId } = terms.value.start;
      const admission = admissions.get(clientId);
      if (admission === undefined) throw new Error('a batch left no row for one of its items');
      const isNew = admission.isNew && !answered.has(clientId);
      answered.add(clientId);
      const verdict = judgeAdmission({ row: admission.row, isNew }, terms.value);
      if (!verdict.ok) return refusedItem(raw, verdict.refusal);
      return { client_id: clientId, status: verdict.status, session_id: verdict.row.id };
    });
    return c.json({ results });
  });
  routes.all('/batch', onlyAllow('POST'));

  routes.patch('/:id/end', signedIn, async (c) => {
    const body = await readJson(c.req.raw, EndRequest);
    if (!body.ok) return problemResponse(body.refusal);
    const ending = readEnding(body.value, now());
    if (!ending.ok) return problemResponse(ending.refusal);
    const id = c.req.param('id').toLowerCase();
    const row = await endSession(database, c.var.personId, id, ending.value);
    c.set('isPersonMet', row !== null);
    const verdict = judgeEnding(row, ending.value);
    return verdict.ok ? c.json(toResource(verdict.row)) : problemResponse(verdict.refusal);
  });
  routes.all('/:id/end', onlyAllow('PATCH'));

  routes.patch('/:id', signedIn, async (c) => {
    const body = await readJson(c.req.raw, CorrectionRequest);
    if (!body.ok) return problemResponse(body.refusal);
    const correction = readCorrection(body.value, now());
    if (!correction.ok) return problemResponse(correction.refusal);
    const key = readCorrectionKey(c.req.header('idempotency-key'));
    if (!key.ok) return problemResponse(key.refusal);
    const id = c.req.param('id').toLowerCase();
    const result = await correctSession(database, c.var.personId, id, correction.value, key.value);
    c.set('isPersonMet', result.row !== null);
    const verdict = judgeCorrection(result, correction.value);
    return verdict.ok ? c.json(toResource(verdict.row)) : problemResponse(verdict.refusal);
  });
  routes.delete('/:id', signedIn, async (c) => {
    const id = c.req.param('id').toLowerCase();
    const isThere = await deleteSession(database, c.var.personId, id, now());
    c.set('isPersonMet', isThere);
    return isThere ? c.body(null, 204) : problemResponse(sessionNotFound().refusal);
  });
  routes.all('/:id', onlyAllow('PATCH', 'DELETE'));

  return routes;
}

function readPage(url: string): Outcome<Page> {
  const query = readQuery(url, ['limit', 'offset', 'cursor']);
  if (!query.ok) return query;
  const limit = readWholeNumber(query.value, 'limit', {
    min: 1,
    max: PAGE_LIMIT_MAX,
    fallback: PAGE_LIMIT_DEFAULT,
  });
  if (!limit.ok) return limit;
  const offset = readWholeNumber(query.value, 'offset', { min: 0, max: PAGE_OFFSET_MAX, fallback: 0 });
  if (!offset.ok) return offset;
  const text = query.value.get('cursor');
  if (text === undefined) {
    return { ok: true, value: { limit: limit.value, offset: offset.value, cursor: null } };
  }
  const cursor = readCursor(text);
  if (cursor === null || query.value.has('offset')) {
    return refuse(
      400,
      'invalid_request',
      'cursor: expected a next_cursor as it was answered, and no offset.',
    );
  }
  return { ok: true, value: { limit: limit.value, offset: cursor.position, cursor } };
}

function readBatchItem(raw: unknown, now: number): Outcome<SessionTerms> {
  const item = parse(BatchItem, raw);
  return item.ok ? readItem(item.value, now) : item;
}

function refusedItem(raw: unknown, refusal: Parameters<typeof problemBody>[0]): BatchResult {
  const problem = problemBody(refusal);
  return { client_id: clientIdOf(raw), status: problem.status, problem };
}

function clientIdOf(raw: unknown): string | null {
  const isObject = typeof raw === 'object' && raw !== null && 'client_id' in raw;
  return isObject && typeof raw.client_id === 'string' ? raw.client_id.slice(0, 64) : null;
}
