import type { EpochMs } from '../domain/time.ts';
import type { Instance, ItemData } from './charts.ts';
import { deadlineOf, type Message } from './decide.ts';
import { createHeap, type Heap } from './heap.ts';

/** An instance of the sync item machine, with what it carries. */
export type Item = Instance & { item: ItemData };

export const isItem = (instance: Instance): instance is Item => instance.item !== undefined;

interface Head {
  id: string;
  lane: string;
}

/** Ids are UUIDv7, so their order is that of their making, as long as nobody sets the clock back. */
const isOlder = (a: { id: string }, b: { id: string }): boolean => a.id < b.id;

/** The order within a session, whatever the clock was; what is on its way stays in front. */
const KINDS: readonly ItemData['kind'][] = [
  'session.start',
  'session.end',
  'session.correct',
  'session.delete',
];

const goesBefore = (a: Item, b: Item): boolean => {
  if (b.value === 'sending') return false;
  const lead = KINDS.indexOf(b.item.kind) - KINDS.indexOf(a.item.kind);
  return lead === 0 ? isOlder(a, b) : lead > 0;
};

/** An item that waits and was never tried, so that the backend cannot have it. */
const isUntried = ({ value, context }: Instance): boolean =>
  value === 'queued' && context.attempted === false;

const stateOf = ({ value }: Instance): string =>
  typeof value === 'string' ? value : String((value as { failed: unknown }).failed);

const started = (id: string, at: EpochMs): Message => ({
  chart: 'syncItem',
  id,
  event: { type: 'push.started', at },
});

/**
 * An order of what is in memory of the queue, kept up with every change, so that no step looks at all of it. Each
 * session is a lane of its own: its items go one after the other, and a lane that is stuck holds up no other.
 */
export const createLanes = () => {
  const lanes = new Map<string, Item[]>();
  const states = new Map<string, Set<string>>();
  const nobodys = new Set<string>();
  /** Lanes that may go, by person. An entry counts only while it is still true. */
  const ready = new Map<string, Heap<Head>>();
  const deadlines = createHeap<{ at: EpochMs; item: Item }>((a, b) => a.at < b.at);
  const current = new Map<string, Item>();

  const inState = (name: string): Set<string> => {
    const found = states.get(name) ?? new Set();
    states.set(name, found);
    return found;
  };

  const place = (lane: string, before: Item | null, after: Item | null): Item[] => {
    const rest = (lanes.get(lane) ?? []).filter(({ id }) => id !== (after ?? before)?.id);
    if (after) {
      const behind = rest.findIndex((other) => goesBefore(after, other));
      rest.splice(behind < 0 ? rest.length : behind, 0, after);
    }
    if (rest.length > 0) lanes.set(lane, rest);
    else lanes.delete(lane);
    return rest;
  };

  const line = (head: Item | undefined, lane: string): void => {
    const user = head?.context.userId;
    if (head?.value !== 'queued' || typeof user !== 'string') return;
    const heap = ready.get(user) ?? createHeap<Head>(isOlder);
    ready.set(user, heap);
    heap.push({ id: head.id, lane });
  };

  /** What sends a lane's head. A session that ended before its start was ever tried goes as one. */
  const dispatchOf = (lane: readonly Item[], at: EpochMs): Message[] => {
    const [head, next] = lane;
    if (!head) return [];
    const isWhole =
      head.item.kind === 'session.start' &&
      isUntried(head) &&
      next?.item.kind === 'session.end' &&
      isUntried(next) &&
      next.context.userId === head.context.userId;
    return isWhole
      ? [{ chart: 'syncItem', id: head.id, event: { type: 'item.superseded', at } }, started(next.id, at)]
      : [started(head.id, at)];
  };

  /** Whether a head that was lined up may still go. */
  const headOf = ({ id, lane }: Head, user: string): readonly Item[] | null => {
    const items = lanes.get(lane);
    const head = items?.[0];
    return items && head?.id === id && head.value === 'queued' && head.context.userId === user ? items : null;
  };

  const isDue = ({ at, item }: { at: EpochMs; item: Item }): boolean =>
    current.get(item.id) === item && deadlineOf(item) === at;

  const skipStale = (): void => {
    for (let top = deadlines.peek(); top && !isDue(top); top = deadlines.peek()) deadlines.pop();
  };

  return {
    /** Takes note of an item that is new, different or gone. */
    note: (before: Item | null, after: Item | null): void => {
      const item = after ?? before;
      if (!item) return;
      if (before) inState(stateOf(before)).delete(before.id);
      if (after) inState(stateOf(after)).add(after.id);
      if (after) current.set(after.id, after);
      else current.delete(item.id);
      if (after?.context.userId === null) nobodys.add(item.id);
      else nobodys.delete(item.id);
      const due = after && deadlineOf(after);
      if (after && due) deadlines.push({ at: due, item: after });
      const lane = item.item.session_id;
      line(place(lane, before, after)[0], lane);
    },
    /** The items of one session, oldest first. */
    of: (sessionId: string): readonly Item[] => lanes.get(sessionId) ?? [],
    find: (id: string): Item | null => current.get(id) ?? null,
    /** Ids of the items in a state, by its innermost name. */
    inState: (name: string): readonly string[] => [...inState(name)],
    sending: (): number => inState('sending').size,
    nobodys: (): readonly string[] => [...nobodys],
    /** What sends up to `count` lanes of a person, the oldest first. They are not named again unless they change. */
    take: (user: string, count: number, at: EpochMs): Message[] => {
      const heap = ready.get(user);
      const taken = new Set<string>();
      const messages: Message[] = [];
      while (heap && taken.size < count) {
        const head = heap.pop();
        if (!head) break;
        const lane = headOf(head, user);
        if (!lane || taken.has(head.lane)) continue;
        taken.add(head.lane);
        messages.push(...dispatchOf(lane, at));
      }
      return messages;
    },
    /** Whether a lane of this person may go. */
    hasReady: (user: string): boolean => {
      const heap = ready.get(user);
      for (let head = heap?.peek(); head; head = heap?.peek()) {
        if (headOf(head, user)) return true;
        heap?.pop();
      }
      return false;
    },
    /** Ids of the items whose wait is over. They are not named again unless they wait anew. */
    takeDue: (at: EpochMs): string[] => {
      const ids: string[] = [];
      for (skipStale(); (deadlines.peek()?.at ?? Number.POSITIVE_INFINITY) <= at; skipStale())
        ids.push(deadlines.pop()?.item.id ?? '');
      return ids;
    },
    /** The earliest end of a wait. */
    nextDue: (): EpochMs | null => {
      skipStale();
      return deadlines.peek()?.at ?? null;
    },
    /** Lines up every lane again, where what was taken did not get its turn. */
    lineUp: (): void => {
      for (const [lane, items] of lanes) line(items[0], lane);
    },
  };
};

export type Lanes = ReturnType<typeof createLanes>;
