import { createModelTokens, type ModelTokens } from './model-tokens.ts';

/** A request as it reaches the backend. */
export interface Arrival {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** An answer as it leaves the backend. */
export interface Departure {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** One session as the backend holds it. Texts are kept as they came. */
export interface ModelSession {
  session_id: string;
  client_id: string;
  user: string;
  start: Record<string, unknown>;
  ending: Record<string, unknown> | null;
  isDeleted: boolean;
}

/**
 * The backend in a small model of its own. It shares no code with the real one or with the extension, and it tells of
 * whatever a right client never does, even where a backend would put up with it.
 */
export interface ModelBackend {
  handle(arrival: Arrival): Departure;
  tokens: ModelTokens;
  sessions(): ModelSession[];
  /** What a right client never does. */
  violations: string[];
  /** Requests by what they were answered with. */
  answered: Map<string, number>;
}

const FUTURE_MS = 300_000;
const EARLIEST_MS = 1_420_070_400_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const START_FIELDS: Record<string, (value: unknown) => boolean> = {
  client_id: (value) => UUID.test(String(value)),
  repo_owner: (value) => typeof value === 'string' && value !== '',
  repo_name: (value) => typeof value === 'string' && value !== '',
  pr_number: (value) => Number.isInteger(value) && Number(value) > 0,
  start_time: (value) => INSTANT.test(String(value)),
  time_zone: (value) => value === 'Europe/Berlin',
};
const MORE_START_FIELDS = ['pr_title', 'host'];
const END_FIELDS: Record<string, (value: unknown) => boolean> = {
  end_time: (value) => INSTANT.test(String(value)),
  duration_seconds: (value) => Number.isInteger(value) && Number(value) >= 0,
};

const isOfShape = (
  value: Record<string, unknown>,
  fields: typeof START_FIELDS,
  more: readonly string[],
): boolean =>
  Object.entries(fields).every(([name, isGood]) => isGood(value[name])) &&
  Object.keys(value).every((name) => name in fields || more.includes(name));

const part = (value: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => name in value).map((name) => [name, value[name]]));

const START_NAMES = [...Object.keys(START_FIELDS), ...MORE_START_FIELDS];
const END_NAMES = [...Object.keys(END_FIELDS), 'intervals'];

const isSame = (one: Record<string, unknown>, other: Record<string, unknown>): boolean => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
};

/** A backend under its own clock, which offers these features. */
export const createModelBackend = (now: () => number, features: readonly string[]): ModelBackend => {
  const byId = new Map<string, ModelSession>();
  const tokens = createModelTokens(now);
  const violations: string[] = [];
  const answered = new Map<string, number>();

  const json = (status: number, value: unknown, headers: Record<string, string> = {}): Departure => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });
  const problem = (status: number, code: string): Departure =>
    json(status, { type: 'about:blank', title: code, status, code, detail: `Refused: ${code}.` });

  const resource = ({ session_id, client_id, start, ending }: ModelSession) => ({
    session_id,
    client_id,
    ...part(start, ['repo_owner', 'repo_name', 'pr_number', 'start_time']),
    end_time: ending?.end_time ?? null,
    duration_seconds: ending?.duration_seconds ?? null,
    status: ending ? 'completed' : 'active',
  });

  const isPlausible = (instant: unknown): boolean => {
    const ms = Date.parse(String(instant));
    return ms >= EARLIEST_MS && ms <= now() + FUTURE_MS;
  };

  const startSession = (user: string, body: Record<string, unknown>): Departure => {
    if (!isOfShape(body, START_FIELDS, MORE_START_FIELDS)) {
      violations.push(`a start of another shape: ${JSON.stringify(body)}`);
      return problem(400, 'invalid_request');
    }
    if (!isPlausible(body.start_time)) return problem(400, 'invalid_request');
    const namesakes = [...byId.values()].filter(({ client_id }) => client_id === body.client_id);
    for (const { user: owner } of namesakes)
      if (owner !== user) violations.push(`${user} sent a session of ${owner}`);
    const known = namesakes.find((session) => session.user === user);
    if (!known) {
      const session_id = `srv-${byId.size + 1}`;
      const session = {
        session_id,
        client_id: String(body.client_id),
        user,
        start: body,
        ending: null,
        isDeleted: false,
      };
      byId.set(session_id, session);
      return json(201, resource(session));
    }
    if (known.isDeleted) return problem(410, 'session_deleted');
    if (isSame(known.start, body)) return json(200, resource(known));
    violations.push(`${known.client_id} was sent with two starts`);
    return problem(422, 'client_id_reused');
  };

  const endSession = (user: string, id: string, body: Record<string, unknown>): Departure => {
    if (!isOfShape(body, END_FIELDS, ['intervals'])) {
      violations.push(`an end of another shape: ${JSON.stringify(body)}`);
      return problem(400, 'invalid_request');
    }
    if (!isPlausible(body.end_time)) return problem(400, 'invalid_request');
    const session = byId.get(id);
    if (!session || session.user !== user) {
      if (session) violations.push(`${user} ended a session of ${session.user}`);
      return problem(404, 'session_not_found');
    }
    if (session.isDeleted) return problem(410, 'session_deleted');
    if (session.ending) {
      if (isSame(session.ending, body)) return json(200, resource(session));
      violations.push(`${session.client_id} was sent with two endings`);
      return problem(409, 'ending_conflict');
    }
    const spanMs = Date.parse(String(body.end_time)) - Date.parse(String(session.start.start_time));
    if (spanMs < 0 || Number(body.duration_seconds) * 1000 > spanMs) {
      violations.push(`${session.client_id} was sent with an end that does not fit: ${JSON.stringify(body)}`);
      return problem(422, spanMs < 0 ? 'end_before_start' : 'duration_exceeds_span');
    }
    session.ending = body;
    return json(200, resource(session));
  };

  const batch = (user: string, body: Record<string, unknown>): Departure => {
    const { sessions } = body;
    if (!Array.isArray(sessions) || sessions.length < 1 || sessions.length > 100) {
      violations.push('a batch of no sessions or of too many');
      return problem(400, 'invalid_request');
    }
    const results = sessions.map((item: Record<string, unknown>) => {
      const client_id = item.client_id ?? null;
      const started = startSession(user, part(item, START_NAMES));
      const start = JSON.parse(started.body);
      if (started.status >= 300) return { client_id, status: started.status, problem: start };
      const { session_id } = start;
      if (!('end_time' in item)) return { client_id, status: started.status, session_id };
      const ended = endSession(user, session_id, part(item, END_NAMES));
      const { status } = ended;
      if (status >= 300) return { client_id, status, session_id, problem: JSON.parse(ended.body) };
      return { client_id, status: started.status, session_id };
    });
    return json(200, { results });
  };

  /** What fits on one page: no person of the simulation has more sessions than that. */
  const list = (user: string): Departure => {
    const own = [...byId.values()].filter((session) => session.user === user && !session.isDeleted);
    const sessions = own.toReversed().map((session) => ({
      ...resource(session),
      ...part(session.start, ['host', 'pr_title', 'time_zone']),
    }));
    const page = { total: own.length, limit: 100, offset: 0, has_more: false, next_cursor: null };
    return json(200, { sessions, ...page });
  };

  const api = ({ method, path, headers, body }: Arrival): Departure => {
    const token = /^Bearer (.+)$/.exec(headers.Authorization ?? '')?.[1];
    const user = token === undefined ? null : tokens.userOf(token);
    if (user === null) return problem(401, 'invalid_token');
    if (method === 'GET' && path === '/api/sessions') return list(user);
    const sent = JSON.parse(body);
    const key = headers['Idempotency-Key'];
    if (method === 'POST' && path === '/api/sessions/batch') return batch(user, sent);
    if (key === undefined) violations.push(`${path} was asked without a key`);
    if (method === 'POST' && path === '/api/sessions/start') {
      if (key !== sent.client_id) violations.push(`the key of a start was ${key}`);
      return startSession(user, sent);
    }
    const ended = /^\/api\/sessions\/([^/]+)\/end$/.exec(path)?.[1];
    if (method === 'PATCH' && ended !== undefined) return endSession(user, decodeURIComponent(ended), sent);
    violations.push(`${method} ${path} was asked for`);
    return problem(404, 'not_found');
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

  return {
    handle: (arrival) => {
      const departure =
        arrival.path === '/health'
          ? json(200, { status: 'ok', version: '1', time: new Date(now()).toISOString(), features })
          : arrival.path.startsWith('/auth/')
            ? auth(arrival)
            : api(arrival);
      const what = `${arrival.path.replace(/srv-\d+/, ':id')} ${departure.status}`;
      answered.set(what, (answered.get(what) ?? 0) + 1);
      return departure;
    },
    tokens,
    sessions: () => [...byId.values()],
    violations,
    answered,
  };
};
