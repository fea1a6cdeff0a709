import { type EpochMs, plus } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { CorrectionBody } from '../ports/session-api.ts';
import { AUTH_ID, HISTORY_PREFIX, type Instance, type ItemData } from './charts.ts';
import { correctedTerms, isSound } from './corrected-terms.ts';
import { splitTerms } from './counted-spans.ts';
import type { Draft } from './draft.ts';
import type { Runtime } from './runtime.ts';
import {
  endBodyOf,
  type StoredGap,
  type StoredSession,
  startBodyOf,
  type Terms,
  termsOf,
} from './stored-session.ts';
import type { SyncQueue } from './sync-queue.ts';

/** How long a deletion waits to be taken back, in milliseconds. */
const UNDO_MS = 8_000;

/** What an amendment needs to know besides the session. */
interface Amending {
  draft: Draft;
  /** Every item that this session owes. */
  owed: readonly Instance[];
  at: EpochMs;
  newId(): string;
  /** Who is signed in, for sessions that do not say whose they are. */
  user: string | null;
}

const isUnsent = ({ value, context }: Instance): boolean => value === 'queued' && context.attempted === false;

const ofKind = (owed: readonly Instance[], kind: ItemData['kind']): Instance | undefined =>
  owed.find(({ item }) => item?.kind === kind);

const ownerOf = (row: StoredSession, { owed, user }: Amending): string | null => {
  const [item] = owed;
  return item ? (item.context.userId as string | null) : (row.user_id ?? user);
};

/** A correction says all of a session's terms: what the backend holds may be older than what it had acknowledged. */
const correctionOf = ({ start_time, end_time, duration_seconds }: Terms): Required<CorrectionBody> => ({
  start_time,
  end_time,
  duration_seconds,
});

/**
 * Whether what the backend was told of a session so far is still true after the change. Behind a correction that waits,
 * another one follows: the end is sent as it was before both.
 */
const canFold = (row: StoredSession, terms: Terms, { owed }: Amending): boolean => {
  const start = ofKind(owed, 'session.start');
  const end = ofKind(owed, 'session.end');
  const startIsOpen = start ? isUnsent(start) : row.backend_id === undefined;
  const isOpen = row.original === undefined && end !== undefined && isUnsent(end);
  return isOpen && (terms.start_time === row.start_time || startIsOpen);
};

/** Lets what has not been sent yet say what the row says. */
const fold = (row: StoredSession, { owed, draft }: Amending): void => {
  for (const instance of owed.filter(isUnsent)) {
    const { item } = instance;
    if (item?.kind === 'session.start')
      draft.replace({ ...instance, item: { ...item, body: startBodyOf(row) } });
    if (item?.kind === 'session.end') draft.replace({ ...instance, item: { ...item, body: endBodyOf(row) } });
  }
};

/**
 * Corrects an ended session in the history, and owes the backend the correction. What has not been sent yet is sent
 * corrected instead.
 */
export const recordCorrection = (row: StoredSession, terms: Terms, amending: Amending): void => {
  const { draft, owed, newId } = amending;
  const corrected = { ...row, ...terms };
  const body = correctionOf(corrected);
  if (JSON.stringify(body) === JSON.stringify(correctionOf(row))) return;
  const key = HISTORY_PREFIX + row.id;
  if (canFold(row, terms, amending)) {
    draft.writes.set(key, corrected);
    fold(corrected, amending);
    return;
  }
  draft.writes.set(key, {
    ...corrected,
    original: row.original ?? termsOf(row),
    agreed: row.agreed ?? termsOf(row),
    synced: false,
  });
  const waiting = owed.find((instance) => instance.item?.kind === 'session.correct' && isUnsent(instance));
  if (waiting?.item?.kind === 'session.correct') {
    draft.replace({ ...waiting, item: { ...waiting.item, body } });
    return;
  }
  const id = newId();
  draft.spawn(
    'syncItem',
    id,
    { userId: ownerOf(row, amending) },
    { id, session_id: row.id, kind: 'session.correct', body },
  );
};

/**
 * Takes an ended session out of the history, and owes the backend its deletion in {@link UNDO_MS}. What was still to
 * be sent of it is owed no more. Discarding the item takes the deletion back.
 */
const recordDeletion = (row: StoredSession, amending: Amending): void => {
  const { draft, owed, at, newId } = amending;
  const userId = ownerOf(row, amending);
  for (const { id } of owed) draft.send({ chart: 'syncItem', id, event: { type: 'item.superseded', at } });
  const isKnown = row.backend_id !== undefined || row.synced || !owed.every(isUnsent);
  const id = newId();
  draft.removals.add(HISTORY_PREFIX + row.id);
  draft.spawn(
    'syncItem',
    id,
    { userId },
    { id, session_id: row.id, kind: 'session.delete', body: { session: row, isKnown } },
  );
  draft.send({ chart: 'syncItem', id, event: { type: 'item.held', at, until: plus(at, UNDO_MS) } });
};

/** Owes the backend a session that it has never heard of. */
const recordNew = (row: StoredSession, { draft, newId }: Amending): void => {
  const userId = row.user_id ?? null;
  const owe = (item: ItemData): void => draft.spawn('syncItem', item.id, { userId }, item);
  draft.writes.set(HISTORY_PREFIX + row.id, row);
  owe({ id: newId(), session_id: row.id, kind: 'session.start', body: startBodyOf(row) });
  owe({ id: newId(), session_id: row.id, kind: 'session.end', body: endBodyOf(row) });
};

/** Cuts a session in two: it ends at the cut, and another one, which the backend is told of, goes on from there. */
const recordSplit = (row: StoredSession, cut: EpochMs, amending: Amending): Amended => {
  const terms = splitTerms(row, cut);
  if (terms === null) return 'unsound';
  const [first, second] = terms;
  const { gaps = [], backend_id: _, original: __, agreed: ___, ...rest } = row;
  const isBefore = ({ start }: StoredGap): boolean => Date.parse(start) < cut;
  recordCorrection({ ...row, gaps: gaps.filter(isBefore) }, first, amending);
  recordNew(
    {
      ...rest,
      ...second,
      id: amending.newId(),
      user_id: ownerOf(row, amending),
      synced: false,
      gaps: gaps.filter((gap) => !isBefore(gap)),
    },
    amending,
  );
  return 'done';
};

interface AmendmentParts {
  runtime: Runtime;
  queue: SyncQueue;
  clock: Clock;
  newId(): string;
}

/** What became of an amendment. */
type Amended = 'done' | 'unknown' | 'unsound';

/** Corrects and deletes sessions that have ended. */
export const createAmendments = ({ runtime, queue, clock, newId }: AmendmentParts) => {
  const amending = (draft: Draft, id: string): Amending => ({
    draft,
    owed: queue.owedBy(id),
    at: clock.now(),
    newId,
    user: (runtime.find('auth', AUTH_ID)?.context.user as string | null | undefined) ?? null,
  });

  const amend = async (
    id: string,
    work: (row: StoredSession, amending: Amending) => Amended,
  ): Promise<Amended> => {
    let outcome: Amended = 'unknown';
    await queue.load();
    await runtime.alter(async (draft) => {
      const row = (await draft.read(HISTORY_PREFIX + id)) as StoredSession | undefined;
      if (row) outcome = work(row, amending(draft, id));
    });
    return outcome;
  };
  return {
    amending,
    /** Refused as unsound where one part would count nothing. */
    split: (id: string, at: EpochMs): Promise<Amended> =>
      amend(id, (row, known) => recordSplit(row, at, known)),
    /**
     * Refused as unsound where it would count more time than there was, or end in the future. Where only the ends are
     * given, no more counts than was measured between them.
     */
    correct: (id: string, change: CorrectionBody): Promise<Amended> =>
      amend(id, (row, amending) => {
        const terms = correctedTerms(row, change);
        if (!isSound(terms, amending.at)) return 'unsound';
        recordCorrection(row, terms, amending);
        return 'done';
      }),
    /** Can be taken back for {@link UNDO_MS}, and after that for as long as the backend was not told. */
    remove: (id: string): Promise<Amended> =>
      amend(id, (row, amending) => {
        recordDeletion(row, amending);
        return 'done';
      }),
    /** Takes a deletion back. `unknown` where it has been sent. */
    restore: async (id: string): Promise<Amended> => {
      await queue.load();
      const deletion = ofKind(queue.owedBy(id), 'session.delete');
      if (!deletion || deletion.value === 'sending') return 'unknown';
      const event = { type: 'item.discard' as const, at: clock.now() };
      await runtime.dispatch([{ chart: 'syncItem', id: deletion.id, event }]);
      return runtime.find('syncItem', deletion.id) === null ? 'done' : 'unknown';
    },
  };
};

export type Amendments = ReturnType<typeof createAmendments>;
