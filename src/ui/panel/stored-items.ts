import * as v from 'valibot';
import type { Failure } from '../../domain/failure.ts';
import { type EpochMs, toEpochMs } from '../../domain/time.ts';
import { statePath } from '../../domain/trace.ts';
import type { ViewedPullRequest } from '../../domain/view.ts';
import { FailureSchema } from '../view-schema.ts';

const QUEUE = 'syncQueue/';
const FAILED = 'failedSyncItems/';
const HISTORY = 'sessionHistory/';

/** One item that is owed to the backend. */
export interface QueueItem {
  id: string;
  /** What it tells the backend, such as `session.end`. */
  kind: string;
  sessionId: string;
  /** Where it stands on its chart, as a path. */
  state: string;
  attempts: number;
  nextAttemptAt: EpochMs | null;
  lastError: Failure | null;
  /** Which pull request it is about, where that is known. */
  about: ViewedPullRequest | null;
  /** The record as it is stored, for an export. */
  record: unknown;
}

/** A page of the queue. */
export interface QueuePage {
  /** The items that need a person or the next sync, then those that wait, oldest first. */
  items: QueueItem[];
  failed: number;
  waiting: number;
  /** Records of this page that could not be read. */
  unreadable: number;
}

const Instant = v.pipe(
  v.number(),
  v.transform((ms): EpochMs => toEpochMs(ms)),
);

const Place = v.object({
  host: v.optional(v.string(), 'github.com'),
  repo_owner: v.string(),
  repo_name: v.string(),
  pr_number: v.number(),
  pr_title: v.nullish(v.string(), null),
});

const Item = v.object({
  id: v.string(),
  kind: v.string(),
  session_id: v.string(),
  attempts: v.number(),
  nextAttemptAt: v.nullable(Instant),
  lastError: v.fallback(v.nullable(FailureSchema), null),
  body: v.unknown(),
  snapshot: v.object({ value: v.union([v.string(), v.record(v.string(), v.unknown())]) }),
});

const placeIn = (record: unknown): ViewedPullRequest | null => {
  const place = v.safeParse(Place, record);
  if (!place.success) return null;
  const { host, repo_owner: owner, repo_name: repo, pr_number: number, pr_title: title } = place.output;
  return { host, owner, repo, number, title };
};

const keysBelow = (keys: readonly string[], prefix: string): string[] =>
  keys.filter((key) => key.startsWith(prefix)).toSorted();

/** Whether a stored key is one that the queue is read from. */
export const isQueueKey = (key: string): boolean => key.startsWith(QUEUE) || key.startsWith(FAILED);

/** Reads the first `count` items of the queue; of the rest only how many there are. */
export const loadQueue = async (count: number): Promise<QueuePage> => {
  const area = chrome.storage.local;
  const keys = await area.getKeys();
  const failed = keysBelow(keys, FAILED);
  const waiting = keysBelow(keys, QUEUE);
  const wanted = [...failed, ...waiting].slice(0, count);
  const stored = await area.get<Record<string, unknown>>(wanted);
  // A removed record reads as null until it is gone.
  const records = wanted
    .map((key) => stored[key])
    .filter((record) => record !== undefined && record !== null);
  const items = records.flatMap((record) => {
    const item = v.safeParse(Item, record);
    return item.success ? [{ ...item.output, record }] : [];
  });
  const rows = await area.get<Record<string, unknown>>(items.map(({ session_id }) => HISTORY + session_id));
  return {
    failed: failed.length,
    waiting: waiting.length,
    unreadable: records.length - items.length,
    items: items.map(
      ({ id, kind, session_id, attempts, nextAttemptAt, lastError, body, snapshot, record }) => ({
        id,
        kind,
        sessionId: session_id,
        state: statePath(snapshot.value),
        attempts,
        nextAttemptAt,
        lastError,
        about: placeIn(rows[HISTORY + session_id]) ?? placeIn(body),
        record,
      }),
    ),
  };
};
