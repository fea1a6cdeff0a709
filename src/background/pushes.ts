import { BATCH_BODY_MAX_BYTES, BATCH_MAX } from '@worktime/contract';
import type { Failure } from '../domain/failure.ts';
import type { AuthEvent } from '../machines/auth.events.ts';
import { TOKEN_KEYS } from '../messages/keys.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Identity } from '../ports/identity.ts';
import type { BatchEntry, SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID, HISTORY_PREFIX, type ItemData } from './charts.ts';
import type { Message } from './decide.ts';
import { type Item, isItem } from './lanes.ts';
import type { Debt, Job } from './runtime-parts.ts';
import { createSender, type Sent } from './sending.ts';
import { type StoredSession, startBodyOf } from './stored-session.ts';

/** Requests under way at once: as many as a browser makes to one host. */
export const CONCURRENCY = 6;

/** Sessions in one batch. */
export const BATCH_SESSIONS = BATCH_MAX;

/** What a batch's own braces and names take, in bytes, at most. */
const ENVELOPE_BYTES = 64;

export interface PushParts {
  store: Store;
  clock: Clock;
  chance: Chance;
  connectivity: Connectivity;
  sessions: SessionApi;
  identity: Identity;
  /** Whether what lies under this key is no history row. */
  isUnreadable(key: string): boolean;
  backend: {
    offersBatches(): boolean;
    /** Told that the backend does not take batches, whatever it said. */
    withoutBatches(): Promise<void>;
  };
}

/** What became of an item: an answer, or nothing, so that it goes again or is not owed any more. */
type Fate = Sent | 'deferred';

/** At most `most` at once; the others wait for their turn. */
const createLimit = (most: number) => {
  let free = most;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};

const isBatchable = ({ kind }: ItemData): boolean => kind === 'session.start' || kind === 'session.end';

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length + 1;

/** Parts that fit into one request each. */
const inRequests = (entries: readonly (readonly [Item, BatchEntry])[]) => {
  const requests: (readonly [Item, BatchEntry])[][] = [];
  let left = 0;
  for (const entry of entries) {
    const size = bytesOf(entry[1]);
    const last = requests.at(-1);
    if (last && size <= left && last.length < BATCH_MAX) last.push(entry);
    else {
      requests.push([entry]);
      left = BATCH_BODY_MAX_BYTES - ENVELOPE_BYTES;
    }
    left -= size;
  }
  return requests;
};

/** Sends items, many sessions a request where the backend takes that. Each may be sent again with the same outcome. */
export const createPushes = (parts: PushParts) => {
  const { store, clock, chance, connectivity, sessions, identity, backend, isUnreadable } = parts;
  const limited = createLimit(CONCURRENCY);
  const send = createSender(store, sessions, isUnreadable);

  const tokenNow = async () => {
    const { authToken, tokenExpiry, refreshToken } = await store.get([...TOKEN_KEYS]);
    const user = identity.read(authToken, tokenExpiry, refreshToken)?.user;
    if (typeof authToken !== 'string' || user === undefined) return null;
    return { authToken, user, refreshToken: typeof refreshToken === 'string' ? refreshToken : null };
  };

  const sendAlone = (item: Item, token: string): Promise<Fate> =>
    limited(() => send(item.item, item.context.whole === true, token));

  /** Sessions that the backend may hear of from their start on, as they were: it has not named them, or has lost them. */
  const entriesOf = async (items: readonly Item[]): Promise<Map<Item, BatchEntry>> => {
    const keyOf = ({ item }: Item): string => HISTORY_PREFIX + item.session_id;
    const ended = items.filter(({ item }) => item.kind === 'session.end');
    const rows = await store.get(ended.map(keyOf));
    const entries = new Map<Item, BatchEntry>();
    for (const instance of items) {
      const { item, context } = instance;
      const row = rows[keyOf(instance)] as StoredSession | undefined;
      if (item.kind === 'session.start') entries.set(instance, item.body);
      else if (
        item.kind === 'session.end' &&
        row &&
        !row.original &&
        (!row.backend_id || context.whole === true)
      )
        entries.set(instance, { ...startBodyOf(row), ...item.body });
    }
    return entries;
  };

  const sendTogether = async (
    entries: readonly (readonly [Item, BatchEntry])[],
    token: string,
  ): Promise<[Item, Fate][]> => {
    const answer = await limited(() =>
      sessions.batch(
        entries.map(([, entry]) => entry),
        token,
      ),
    );
    const isUnknown = !answer.ok && ['missing', 'gone', 'refused'].includes(answer.failure.kind);
    if (isUnknown) await backend.withoutBatches();
    return entries.map(([item, { client_id }]): [Item, Fate] => {
      if (isUnknown) return [item, 'deferred'];
      if (!answer.ok) return [item, answer];
      return [item, answer.value.get(client_id) ?? { ok: false, failure: { kind: 'unintelligible' } }];
    });
  };

  const sendAll = async (items: readonly Item[], token: string): Promise<[Item, Fate][]> => {
    const alone = async (some: readonly Item[]): Promise<[Item, Fate][]> =>
      Promise.all(some.map(async (item): Promise<[Item, Fate]> => [item, await sendAlone(item, token)]));
    if (items.length === 1) return alone(items);
    const entries = await entriesOf(items);
    const fates = await Promise.all([
      alone(items.filter((item) => !entries.has(item))),
      ...inRequests([...entries]).map((request) => sendTogether(request, token)),
    ]);
    return fates.flat();
  };

  /** A failure while the browser has no network says nothing about the server. */
  const told = (failure: Failure): Failure =>
    failure.kind === 'unreachable' && !connectivity.isOnline() ? { kind: 'offline' } : failure;

  const outcomeOf = (fates: readonly [Item, Fate][]): Message[] => {
    const at = clock.now();
    const jitter = chance.jitter();
    return fates.flatMap(([{ id }, fate]): Message[] => {
      const to = { chart: 'syncItem', id } as const;
      const deferred: Message = { ...to, event: { type: 'push.deferred', at } };
      if (fate === 'deferred') return [deferred];
      if (fate === 'withdrawn') return [deferred, { ...to, event: { type: 'item.superseded', at } }];
      return fate.ok
        ? [{ ...to, event: { type: 'push.acknowledged', at, backendId: fate.value } }]
        : [{ ...to, event: { type: 'push.failed', at, failure: told(fate.failure), jitter } }];
    });
  };

  const push = async (items: readonly Item[]): Promise<Message[]> => {
    const token = await tokenNow();
    const own = items.filter(({ context }) => token?.user === context.userId);
    const foreign = items.filter((item) => !own.includes(item));
    const unauthorized: Fate = { ok: false, failure: { kind: 'unauthorized' } };
    const sent = token && own.length > 0 ? await sendAll(own, token.authToken) : [];
    const outcome = outcomeOf([...sent, ...foreign.map((item): [Item, Fate] => [item, unauthorized])]);
    const wasRefused = sent.some(
      ([, fate]) => typeof fate !== 'string' && !fate.ok && fate.failure.kind === 'unauthorized',
    );
    const kept = wasRefused ? await tokenNow() : null;
    if (kept === null || kept.authToken !== token?.authToken) return outcome;
    const { refreshToken } = kept;
    const event: AuthEvent = { type: 'token.refused', at: clock.now(), refreshToken };
    return [...outcome, { chart: 'auth', id: AUTH_ID, event }];
  };

  const job = (debts: readonly Debt[]): Job => ({
    debts,
    outcome: push(debts.map(({ instance }) => instance).filter(isItem)),
  });

  /** Sends these items: together where that is possible, else each by itself. */
  return (debts: readonly Debt[]): Job[] => {
    const isTogether = ({ instance }: Debt): boolean =>
      backend.offersBatches() && instance.item !== undefined && isBatchable(instance.item);
    const together = debts.filter(isTogether);
    const jobs = debts.filter((debt) => !isTogether(debt)).map((debt) => job([debt]));
    for (let from = 0; from < together.length; from += BATCH_SESSIONS)
      jobs.push(job(together.slice(from, from + BATCH_SESSIONS)));
    return jobs;
  };
};
