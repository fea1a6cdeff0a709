import { BatchAnswer, type BatchResult, Health, SessionResource } from '@worktime/contract';
import * as v from 'valibot';
import type { Answer, SessionApi } from '../ports/session-api.ts';
import { failureOf, type Http } from './http.ts';

const fateOf = ({ status, session_id, problem }: BatchResult): Answer<string> => {
  if (status === 200 || status === 201)
    return session_id === undefined
      ? { ok: false, failure: { kind: 'unintelligible' } }
      : { ok: true, value: session_id };
  return { ok: false, failure: failureOf(status, problem, null) };
};

/** The backend's sessions over HTTP. An answer about another session than was asked for is no acknowledgement. */
export const createApiClient = (http: Http): SessionApi => {
  const call = async (
    method: string,
    path: string,
    key: string,
    body: unknown,
    token: string,
    isTheSame: (resource: SessionResource) => boolean,
  ): Promise<Answer<string>> => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    };
    const answer = await http.request(path, { method, headers, body: JSON.stringify(body) }, SessionResource);
    if (!answer.ok) return answer;
    return isTheSame(answer.value)
      ? { ok: true, value: answer.value.session_id }
      : { ok: false, failure: { kind: 'unintelligible' } };
  };
  return {
    start: (body, token) =>
      call(
        'POST',
        '/api/sessions/start',
        body.client_id,
        body,
        token,
        ({ client_id, session_id }) => client_id === body.client_id && session_id !== '',
      ),
    end: (backendId, key, body, token) =>
      call(
        'PATCH',
        `/api/sessions/${encodeURIComponent(backendId)}/end`,
        key,
        body,
        token,
        ({ session_id, status }) => session_id === backendId && status === 'completed',
      ),
    correct: (backendId, key, body, token) =>
      call(
        'PATCH',
        `/api/sessions/${encodeURIComponent(backendId)}`,
        key,
        body,
        token,
        ({ session_id }) => session_id === backendId,
      ),
    remove: (backendId, token) =>
      http.request(
        `/api/sessions/${encodeURIComponent(backendId)}`,
        { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } },
        v.null(),
      ),
    batch: async (entries, token) => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify({ sessions: entries }) };
      const answer = await http.request('/api/sessions/batch', init, BatchAnswer);
      if (!answer.ok) return answer;
      const fates = answer.value.results.flatMap((result) =>
        result.client_id === null ? [] : [[result.client_id, fateOf(result)] as const],
      );
      return { ok: true, value: new Map(fates) };
    },
    health: async () => {
      const answer = await http.request('/health', {}, Health);
      if (!answer.ok) return answer;
      const { features = [], epoch = null } = answer.value;
      return { ok: true, value: { features, epoch } };
    },
  };
};
