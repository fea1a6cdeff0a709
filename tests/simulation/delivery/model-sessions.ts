import { type Departure, json, problem } from './departure.ts';
import {
  correctionOf,
  END_NAMES,
  endingOf,
  misfitOf,
  START_NAMES,
  startOf,
  type Terms,
} from './model-terms.ts';

/** One session as the backend holds it. Texts are kept as they came. */
export interface ModelSession {
  readonly session_id: string;
  readonly client_id: string;
  readonly user: string;
  readonly start: Record<string, unknown>;
  readonly ending: Record<string, unknown> | null;
  /** Its times and its sum as they count now, after corrections. */
  readonly counts: Terms;
  /** The keys of its corrections. */
  readonly corrections: readonly string[];
  readonly isDeleted: boolean;
}

/** The sessions of the model, under the rules of the real backend. */
export interface ModelSessions {
  start(user: string, body: Record<string, unknown>): Departure;
  end(user: string, id: string, body: Record<string, unknown>): Departure;
  correct(user: string, id: string, key: string, body: Record<string, unknown>): Departure;
  remove(user: string, id: string): Departure;
  /** Answers for the sessions in an order of its own. */
  batch(user: string, items: readonly Record<string, unknown>[]): Departure;
  list(user: string): Departure;
  all(): ModelSession[];
  /** They are again as they were so many ms ago. */
  restore(agoMs: number): void;
}

type Body = Record<string, unknown>;

const part = (value: Body, names: readonly string[]): Body =>
  Object.fromEntries(names.filter((name) => name in value).map((name) => [name, value[name]]));

const isSame = (one: Body, other: Body): boolean => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
};

const resourceOf = ({ session_id, client_id, start, counts }: ModelSession) => ({
  session_id,
  client_id,
  ...part(start, ['repo_owner', 'repo_name', 'pr_number']),
  ...counts,
  status: counts.end_time === null ? 'active' : 'completed',
});

const notFound = (): Departure => problem(404, 'session_not_found', 'You have no such session.');
const gone = (): Departure => problem(410, 'session_deleted', 'This session was deleted.');

/** Sessions under a server's clock. What a right client never does is told to `onViolation`. */
export const createModelSessions = (
  now: () => number,
  onViolation: (what: string) => void,
): ModelSessions => {
  let byId: ReadonlyMap<string, ModelSession> = new Map();
  let made = 0;
  /** Every state so far, with when it began. */
  const past: { at: number; sessions: ReadonlyMap<string, ModelSession> }[] = [];

  const keep = (session: ModelSession): void => {
    byId = new Map(byId).set(session.session_id, session);
    past.push({ at: now(), sessions: byId });
  };

  const told = (session: ModelSession, status = 200): Departure => json(status, resourceOf(session));

  const own = (user: string, id: string, deed: string): ModelSession | null => {
    const session = byId.get(id) ?? null;
    if (session && session.user !== user) onViolation(`${user} ${deed} a session of ${session.user}`);
    return session?.user === user ? session : null;
  };

  const admit = (user: string, start: Body): Departure => {
    const { client_id } = start;
    const namesakes = [...byId.values()].filter((session) => session.client_id === client_id);
    for (const { user: owner } of namesakes)
      if (owner !== user) onViolation(`${user} sent a session of ${owner}`);
    const known = namesakes.find((session) => session.user === user);
    if (!known) {
      made += 1;
      const session: ModelSession = {
        session_id: `srv-${made}`,
        client_id: String(client_id),
        user,
        start,
        ending: null,
        counts: { start_time: String(start.start_time), end_time: null, duration_seconds: null },
        corrections: [],
        isDeleted: false,
      };
      keep(session);
      return told(session, 201);
    }
    if (known.isDeleted) return gone();
    if (isSame(known.start, start)) return told(known);
    onViolation(`${known.client_id} was sent with two starts`);
    return problem(422, 'client_id_reused', 'This client_id belongs to a session that began otherwise.');
  };

  const finish = (session: ModelSession, ending: Body): Departure => {
    if (session.isDeleted) return gone();
    const terms = part(ending, ['end_time', 'duration_seconds']);
    if (session.counts.end_time !== null) {
      if (
        isSame(
          session.ending ?? part({ ...session.counts }, Object.keys(terms)),
          session.ending ? ending : terms,
        )
      )
        return told(session);
      if (session.ending) onViolation(`${session.client_id} was sent with two endings`);
      const stored = { stored: resourceOf(session) };
      return problem(409, 'ending_conflict', 'The session has ended otherwise; that ending stands.', stored);
    }
    const misfit = misfitOf(session.counts.start_time, ending);
    if (misfit) {
      onViolation(`${session.client_id} was sent with an end that does not fit: ${JSON.stringify(ending)}`);
      return misfit;
    }
    const ended = { ...session, ending, counts: { ...session.counts, ...terms } };
    keep(ended);
    return told(ended);
  };

  /** One session of a batch: what makes no sense as a whole leaves nothing behind. */
  const admitItem = (user: string, item: Body): Departure => {
    const isEnded = 'end_time' in item;
    const start = startOf(part(item, START_NAMES), now(), onViolation);
    if ('refusal' in start) return start.refusal;
    const ending = isEnded ? endingOf(part(item, END_NAMES), now(), onViolation) : null;
    if (ending && 'refusal' in ending) return ending.refusal;
    const misfit = ending && misfitOf(String(start.value.start_time), ending.value);
    if (misfit) return misfit;
    const admitted = admit(user, start.value);
    if (admitted.status >= 300 || !ending) return admitted;
    const session = byId.get(JSON.parse(admitted.body).session_id);
    const ended = session ? finish(session, ending.value) : notFound();
    return ended.status >= 300 ? ended : { ...ended, status: admitted.status };
  };

  return {
    start: (user, body) => {
      const start = startOf(body, now(), onViolation);
      return 'refusal' in start ? start.refusal : admit(user, start.value);
    },
    end: (user, id, body) => {
      const ending = endingOf(body, now(), onViolation);
      if ('refusal' in ending) return ending.refusal;
      const session = own(user, id, 'ended');
      return session ? finish(session, ending.value) : notFound();
    },
    correct: (user, id, key, body) => {
      const correction = correctionOf(body, now(), onViolation);
      if ('refusal' in correction) return correction.refusal;
      const session = own(user, id, 'corrected');
      if (!session) return notFound();
      if (session.isDeleted) return gone();
      if (session.corrections.includes(key)) return told(session);
      const outcome = correction.value(session.counts);
      if ('refusal' in outcome) {
        onViolation(`${session.client_id} was corrected in a way that does not fit: ${JSON.stringify(body)}`);
        return outcome.refusal;
      }
      const corrected = { ...session, counts: outcome.value, corrections: [...session.corrections, key] };
      keep(corrected);
      return told(corrected);
    },
    remove: (user, id) => {
      const session = own(user, id, 'deleted');
      if (!session) return notFound();
      keep({ ...session, isDeleted: true });
      return { status: 204, headers: {}, body: '' };
    },
    batch: (user, items) => {
      const results = items.map((item) => {
        const { status, body } = admitItem(user, item);
        const told = JSON.parse(body);
        const client_id = item.client_id ?? null;
        return status < 300
          ? { client_id, status, session_id: told.session_id }
          : { client_id, status, problem: told };
      });
      return json(200, { results: results.reverse() });
    },
    /** What fits on one page: no person of the simulation has more sessions than that. */
    list: (user) => {
      const held = [...byId.values()].filter((session) => session.user === user && !session.isDeleted);
      const sessions = held.toReversed().map((session) => ({
        ...resourceOf(session),
        ...part(session.start, ['host', 'pr_title', 'time_zone']),
      }));
      const page = { total: held.length, limit: 100, offset: 0, has_more: false, next_cursor: null };
      return json(200, { sessions, ...page });
    },
    all: () => [...byId.values()],
    restore: (agoMs) => {
      byId = past.findLast(({ at }) => at <= now() - agoMs)?.sessions ?? new Map();
      past.push({ at: now(), sessions: byId });
    },
  };
};
