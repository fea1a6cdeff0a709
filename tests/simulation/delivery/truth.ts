/** A session as `sessionHistory/<id>` keeps it, as far as it is compared. */
export interface Row {
  id: string;
  start_time: string;
  end_time: string;
  duration_seconds: number;
  intervals: [string, string][];
  synced: boolean;
}

/** A review by hand, as the person knows it. Each end lies between asking for it and hearing that it was done. */
interface Review {
  id: string;
  began: [from: number, to: number];
  ended: [from: number, to: number] | null;
  /** How often a worker had died in the middle of something, before it began. */
  deaths: number;
  /** Whether something happened meanwhile that no duration can be told after: a crash, a sleep, another clock. */
  isDisturbed: boolean;
}

/** What was made, learnt from what reached the disk and from the person; the queue is not asked. */
export interface Truth {
  rows: Map<string, Row>;
  /** Whose each session is: who was signed in when it first reached the disk, or the first who was after that. */
  owners: Map<string, string | null>;
  /** By the place of the review in its plan. */
  reviews: Map<number, Review>;
  violations: string[];
  onWritten(items: Readonly<Record<string, unknown>>): void;
  /** The last write never happened after all. */
  onTorn(isStored: (key: string) => boolean): void;
  disturb(): void;
}

interface AuthRecord {
  value: unknown;
  context: { user: string | null };
}

interface ItemRecord {
  id: string;
  session_id: string;
  user_id: string | null;
  attempts: number;
  nextAttemptAt: number | null;
  lastError: { kind: string; until?: number | null } | null;
  snapshot: { value: unknown };
}

const HISTORY = 'sessionHistory/';

/** Failures that say nothing about the item. */
const UNCHARGED = ['offline', 'unauthorized'];
const LONGEST_WAIT_MS = 3_600_000;
/** What storing may take, and a write that is refused once. */
const STORED_BY_MS = 2_000;

/** What is wrong with an item's wait, as it is stored at this moment. */
const judgeWait = (
  { id, attempts, nextAttemptAt, lastError, snapshot }: ItemRecord,
  at: number,
): string[] => {
  if (lastError && UNCHARGED.includes(lastError.kind))
    return [`the item ${id} was charged with ${lastError.kind}`];
  if (snapshot.value !== 'retrying' || nextAttemptAt === null) return [];
  const wait = nextAttemptAt - at;
  const step = 1000 * 2 ** (attempts - 1);
  const asked = lastError?.until ?? null;
  const least = asked === null ? step : Math.min(asked - at, LONGEST_WAIT_MS);
  const most = asked === null ? step * 1.25 : Math.max(step * 1.25, least);
  const isRight = attempts >= 1 && attempts <= 5 && wait >= least - STORED_BY_MS && wait <= most;
  return isRight ? [] : [`the item ${id} waits ${wait} ms after ${attempts} attempts, asked for ${asked}`];
};

/** The machine's clock. */
interface TruthClock {
  now(): number;
  /** How long ago somebody set it: what is stored now may have been decided before that. */
  clockSetMsAgo(): number;
}

/** What is true under a machine's clock. */
export const createTruth = ({ now, clockSetMsAgo }: TruthClock): Truth => {
  const truth: Truth = {
    rows: new Map(),
    owners: new Map(),
    reviews: new Map(),
    violations: [],
    onWritten: (items) => {
      before = { user, owners: new Map(truth.owners) };
      for (const [key, value] of Object.entries(items)) {
        if (key === 'auth' && value) noteAuth(value as AuthRecord);
        if (key.startsWith(HISTORY)) noteRow(key.slice(HISTORY.length), value as Row | null);
        if (/^(syncQueue|failedSyncItems)\//.test(key) && value) noteItem(value as ItemRecord);
      }
    },
    onTorn: (isStored) => {
      user = before.user;
      truth.owners = before.owners;
      for (const [id, { synced }] of truth.rows)
        if (!synced && !isStored(HISTORY + id)) truth.rows.delete(id);
    },
    disturb: () => {
      for (const review of truth.reviews.values()) if (review.ended === null) review.isDisturbed = true;
    },
  };
  let user: string | null = null;
  /** Who was signed in before, and until when what they began may come to be stored. */
  let former: { user: string | null; until: number } = { user: null, until: 0 };
  /** Who was signed in, and whose each session was, before the last write. */
  let before: { user: string | null; owners: Truth['owners'] } = { user, owners: truth.owners };

  const noteAuth = ({ value, context }: AuthRecord): void => {
    if (context.user !== user) former = { user, until: now() + STORED_BY_MS };
    user = context.user;
    if (value !== 'valid') return;
    for (const [id, owner] of truth.owners) if (owner === null) truth.owners.set(id, user);
  };

  const noteRow = (id: string, row: Row | null): void => {
    const known = truth.rows.get(id);
    if (row === null) {
      if (known?.synced === false) truth.violations.push(`the row of ${id} was dropped before it was synced`);
      return;
    }
    if (known && (known.end_time !== row.end_time || known.duration_seconds !== row.duration_seconds))
      truth.violations.push(`the row of ${id} was rewritten: ${JSON.stringify([known, row])}`);
    // A row that made room and came back from the backend: that says when a session was, not when it counted.
    const isRefilled = known?.synced === true && row.intervals.length === 0;
    truth.rows.set(id, isRefilled ? { ...row, intervals: known.intervals } : row);
  };

  const noteItem = (item: ItemRecord): void => {
    const { session_id: id, user_id } = item;
    if (clockSetMsAgo() > STORED_BY_MS) truth.violations.push(...judgeWait(item, now()));
    const isFormers = user_id !== null && user_id === former.user && now() <= former.until;
    if (!truth.owners.has(id)) truth.owners.set(id, isFormers ? user_id : user);
    const owner = truth.owners.get(id) ?? null;
    if (user_id !== null && owner !== null && user_id !== owner)
      truth.violations.push(`an item of ${owner} was given to ${user_id}`);
  };

  return truth;
};
