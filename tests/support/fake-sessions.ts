import {
  BatchItem,
  CorrectionRequest,
  EndRequest,
  type SessionResource,
  StartRequest,
} from '@worktime/contract';
import { parse } from '../../backend/src/http/body.ts';
import { type Refusal, refuse } from '../../backend/src/http/problem.ts';
import {
  isSameEnding,
  isSameStart,
  type SessionRow,
  toResource,
} from '../../backend/src/sessions/session-row.ts';
import {
  checkFit,
  type EndTerms,
  implausible,
  isPlausible,
  readEnding,
  readItem,
  readStart,
  type StartTerms,
} from '../../backend/src/sessions/session-terms.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Answer, BatchEntry, CorrectionBody, EndBody, StartBody } from '../../src/ports/session-api.ts';

/** A session as the server holds it. */
export interface ServerSession {
  id: string;
  user: string;
  start: StartBody;
  end: EndBody | null;
  /** Its times and its sum as they count now, after corrections. */
  counts: { start_time: string; end_time: string | null; duration_seconds: number | null };
}

/** The sessions of a backend in memory, under the rules of the real one. */
export interface FakeSessions {
  start(user: string, body: StartBody): Answer<string>;
  end(user: string, id: string, body: EndBody): Answer<string>;
  batch(user: string, entries: readonly BatchEntry[]): Answer<ReadonlyMap<string, Answer<string>>>;
  /** A correction whose key is known changes nothing any more. */
  correct(user: string, id: string, key: string, body: CorrectionBody): Answer<string>;
  remove(user: string, id: string): Answer<null>;
  /** The session of that id, whoever it belongs to, unless it was deleted. */
  find(id: string): ServerSession | undefined;
  /** Everything that is not deleted, in the order of its making. */
  held(): ServerSession[];
  /** What a person's list shows, newest first. */
  listed(user: string): SessionResource[];
  erase(id: string): void;
  forget(): void;
}

type Entry = Omit<ServerSession, 'counts'> & { row: SessionRow; corrections: Set<string> };

/** What the adapter makes of a refusal. */
export const failureOf = ({ status, code, detail }: Refusal): Failure => {
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 404) return { kind: 'missing' };
  if (status === 410) return { kind: 'gone' };
  return { kind: 'refused', status, code, reason: detail };
};

const refused = ({ refusal }: { refusal: Refusal }): Answer<never> => ({
  ok: false,
  failure: failureOf(refusal),
});

const missing: Answer<never> = { ok: false, failure: { kind: 'missing' } };
const gone: Answer<never> = { ok: false, failure: { kind: 'gone' } };

const rowOf = (id: string, start: StartTerms): SessionRow => ({
  id,
  client_id: start.clientId,
  host: start.host,
  repo_owner: start.owner,
  repo_name: start.repo,
  pr_number: start.number,
  pr_title: start.title,
  time_zone: start.timeZone,
  start_ms: start.startMs,
  end_ms: null,
  duration_seconds: null,
  sent_start_ms: start.startMs,
  sent_end_ms: null,
  sent_duration_seconds: null,
  sent_intervals: null,
  deleted_at_ms: null,
});

const ended = (row: SessionRow, { endMs, durationSeconds, intervals }: EndTerms): SessionRow => ({
  ...row,
  end_ms: endMs,
  duration_seconds: durationSeconds,
  sent_end_ms: endMs,
  sent_duration_seconds: durationSeconds,
  sent_intervals: intervals === null ? null : JSON.stringify(intervals),
});

const told = ({ id, user, start, end, row }: Entry): ServerSession => ({
  id,
  user,
  start,
  end,
  counts: {
    start_time: new Date(row.start_ms).toISOString(),
    end_time: row.end_ms === null ? null : new Date(row.end_ms).toISOString(),
    duration_seconds: row.duration_seconds,
  },
});

/** Why a row cannot be what a correction makes of it. */
const misfitOf = ({ start_ms, end_ms, duration_seconds }: SessionRow) => {
  if (end_ms === null && duration_seconds === null) return null;
  if (end_ms === null || duration_seconds === null)
    return refuse(
      422,
      'session_not_ended',
      'An active session takes end_time and duration_seconds together.',
    );
  if (end_ms < start_ms) return refuse(422, 'end_before_start', 'The session would end before it starts.');
  if (duration_seconds * 1000 > end_ms - start_ms)
    return refuse(
      422,
      'duration_exceeds_span',
      'duration_seconds would be more than the time from start to end.',
    );
  return null;
};

/** Numbers the ids that it gives by `next`, and tells `onViolation` of what a correct client never does. */
export const createFakeSessions = (
  clock: Clock,
  next: () => number,
  onViolation: (what: string) => void,
): FakeSessions => {
  const entries = new Map<string, Entry>();
  const isThere = ({ row }: Entry): boolean => row.deleted_at_ms === null;
  const sessions: FakeSessions = {
    batch: (user, entries) => {
      const fates = entries.map((entry): [string, Answer<string>] => {
        const item = parse(BatchItem, entry);
        const terms = item.ok ? readItem(item.value, clock.now()) : item;
        if (!terms.ok) return [entry.client_id, refused(terms)];
        const { end_time, duration_seconds, intervals, ...start } = entry;
        const started = sessions.start(user, start);
        if (!started.ok || end_time === undefined || duration_seconds === undefined)
          return [entry.client_id, started];
        const end = { end_time, duration_seconds, ...(intervals ? { intervals } : {}) };
        return [entry.client_id, sessions.end(user, started.value, end)];
      });
      return { ok: true, value: new Map(fates) };
    },
    start: (user, body) => {
      const request = parse(StartRequest, body);
      if (!request.ok) return refused(request);
      const terms = readStart(request.value, clock.now());
      if (!terms.ok) return refused(terms);
      const namesakes = [...entries.values()].filter(({ row }) => row.client_id === terms.value.clientId);
      const known = namesakes.find((entry) => entry.user === user);
      const [foreign] = namesakes;
      if (!known && foreign) onViolation(`${user} sent an item of ${foreign.user}`);
      if (known && !isThere(known)) return gone;
      if (known && !isSameStart(known.row, terms.value)) {
        onViolation(`${body.client_id} was sent with two bodies`);
        return refused(
          refuse(422, 'client_id_reused', 'This client_id belongs to a session that began otherwise.'),
        );
      }
      if (known) return { ok: true, value: known.id };
      const id = `server-${next()}`;
      entries.set(id, {
        id,
        user,
        start: body,
        end: null,
        row: rowOf(id, terms.value),
        corrections: new Set(),
      });
      return { ok: true, value: id };
    },
    end: (user, id, body) => {
      const request = parse(EndRequest, body);
      if (!request.ok) return refused(request);
      const terms = readEnding(request.value, clock.now());
      if (!terms.ok) return refused(terms);
      const entry = entries.get(id);
      if (!entry || entry.user !== user) return missing;
      if (!isThere(entry)) return gone;
      if (entry.row.end_ms === null) {
        const misfit = checkFit(entry.row.start_ms, terms.value);
        if (misfit) return refused(misfit);
        Object.assign(entry, { end: body, row: ended(entry.row, terms.value) });
      }
      if (isSameEnding(entry.row, terms.value)) return { ok: true, value: id };
      onViolation(`${id} was ended twice, differently`);
      return refused(refuse(409, 'ending_conflict', 'The session has ended otherwise; that ending stands.'));
    },
    correct: (user, id, key, body) => {
      const request = parse(CorrectionRequest, body);
      if (!request.ok) return refused(request);
      const { start_time, end_time, duration_seconds } = request.value;
      const moments = Object.entries({ start_time, end_time });
      const odd = moments.find(([, text]) => text && !isPlausible(Date.parse(text), clock.now()));
      if (odd) return refused(implausible(odd[0]));
      const entry = entries.get(id);
      if (!entry || entry.user !== user) return missing;
      if (!isThere(entry)) return gone;
      if (entry.corrections.has(key)) return { ok: true, value: id };
      const row = {
        ...entry.row,
        start_ms: start_time ? Date.parse(start_time) : entry.row.start_ms,
        end_ms: end_time ? Date.parse(end_time) : entry.row.end_ms,
        duration_seconds: duration_seconds ?? entry.row.duration_seconds,
      };
      const misfit = misfitOf(row);
      if (misfit) return refused(misfit);
      entry.row = row;
      entry.corrections.add(key);
      return { ok: true, value: id };
    },
    remove: (user, id) => {
      const entry = entries.get(id);
      if (!entry || entry.user !== user) return missing;
      entry.row = { ...entry.row, deleted_at_ms: clock.now() };
      return { ok: true, value: null };
    },
    find: (id) => {
      const entry = entries.get(id);
      return entry && isThere(entry) ? told(entry) : undefined;
    },
    listed: (user) =>
      [...entries.values()]
        .filter((entry) => isThere(entry) && entry.user === user)
        .map(({ row }) => toResource(row))
        .reverse(),
    held: () => [...entries.values()].filter(isThere).map(told),
    erase: (id) => {
      const entry = entries.get(id);
      if (entry) entry.row = { ...entry.row, deleted_at_ms: clock.now() };
    },
    forget: () => entries.clear(),
  };
  return sessions;
};
