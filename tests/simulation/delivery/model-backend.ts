import { type Departure, json, problem } from './departure.ts';
import { createModelSessions, type ModelSessions } from './model-sessions.ts';
import { createModelTokens, type ModelTokens } from './model-tokens.ts';

/** A request as it reaches the backend. */
export interface Arrival {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * The backend in a small model of its own. It shares no code with the real one or with the extension, and it tells of
 * whatever a right client never does, even where a backend would put up with it.
 */
export interface ModelBackend {
  handle(arrival: Arrival): Departure;
  tokens: ModelTokens;
  sessions: ModelSessions;
  /** Offers batches from now on, or not any more. */
  offerBatches(isOffered: boolean): void;
  /** Its sessions are those of a backup that is so many ms old, and it says so by another epoch. */
  restore(agoMs: number): void;
  /** How often it was restored. */
  restores(): number;
  /** What a right client never does. */
  violations: string[];
}

const MAX_BATCH = 100;
const MAX_BATCH_BYTES = 256 * 1024;

/** A backend under its own clock. */
export const createModelBackend = (now: () => number): ModelBackend => {
  const tokens = createModelTokens(now);
  const violations: string[] = [];
  const violate = (what: string): void => {
    if (!violations.includes(what)) violations.push(what);
  };
  const sessions = createModelSessions(now, violate);
  let offersBatches = false;
  let restores = 0;

  const notFound = ({ method, path }: Arrival): Departure => {
    violate(`${method} ${path} was asked for`);
    return problem(404, 'not_found', 'There is nothing here.');
  };

  const batch = (user: string, arrival: Arrival): Departure => {
    if (!offersBatches) return problem(404, 'not_found', 'There is nothing here.');
    const items: unknown = JSON.parse(arrival.body).sessions;
    if (!Array.isArray(items) || items.length < 1 || items.length > MAX_BATCH) {
      violate('a batch of no sessions or of too many');
      return problem(400, 'invalid_request', 'sessions: expected 1 to 100.');
    }
    if (arrival.body.length <= MAX_BATCH_BYTES) return sessions.batch(user, items);
    violate('a batch was too large');
    return problem(413, 'body_too_large', 'The body is too large.');
  };

  const atSession = (user: string, id: string, deed: string, arrival: Arrival): Departure => {
    const { method, headers, body } = arrival;
    if (method === 'DELETE' && deed === '') return sessions.remove(user, id);
    const key = headers['Idempotency-Key'];
    if (method !== 'PATCH' || key === undefined) return notFound(arrival);
    if (deed === '/end') return sessions.end(user, id, JSON.parse(body));
    return deed === '' ? sessions.correct(user, id, key, JSON.parse(body)) : notFound(arrival);
  };

  const api = (arrival: Arrival): Departure => {
    const { method, path, headers, body } = arrival;
    const token = /^Bearer (.+)$/.exec(headers.Authorization ?? '')?.[1];
    const user = token === undefined ? null : tokens.userOf(token);
    if (user === null) return problem(401, 'invalid_token', 'The token is not valid, or no longer.');
    if (method === 'GET' && path === '/api/sessions') return sessions.list(user);
    if (method === 'POST' && path === '/api/sessions/batch') return batch(user, arrival);
    if (method === 'POST' && path === '/api/sessions/start') {
      const start = JSON.parse(body);
      const key = headers['Idempotency-Key'];
      if (key !== start.client_id) violate(`the key of a start was ${key}`);
      return sessions.start(user, start);
    }
    const [, id, deed = ''] = /^\/api\/sessions\/([^/]+)(\/end)?$/.exec(path) ?? [];
    return id === undefined ? notFound(arrival) : atSession(user, decodeURIComponent(id), deed, arrival);
  };

  const auth = ({ path, body }: Arrival): Departure => {
    if (path === '/auth/dev') return json(200, tokens.issue(JSON.parse(body).login, 900_000));
    const form = new URLSearchParams(body);
    if (path === '/auth/revoke') {
      tokens.revoke(form.get('token') ?? '');
      return json(200, {});
    }
    const granted = tokens.exchange(form.get('refresh_token') ?? '');
    return granted ? json(200, granted) : json(400, { error: 'invalid_grant' });
  };

  const health = (): Departure =>
    json(200, {
      status: 'ok',
      version: '1',
      time: new Date(now()).toISOString(),
      features: offersBatches ? ['batch'] : [],
      epoch: `epoch-${restores}`,
    });

  return {
    handle: (arrival) => {
      if (arrival.path === '/health') return health();
      return arrival.path.startsWith('/auth/') ? auth(arrival) : api(arrival);
    },
    tokens,
    sessions,
    offerBatches: (isOffered) => {
      offersBatches = isOffered;
    },
    restore: (agoMs) => {
      restores += 1;
      sessions.restore(agoMs);
    },
    restores: () => restores,
    violations,
  };
};
