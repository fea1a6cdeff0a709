import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instance } from '../../src/background/charts.ts';
import { begin, decide, type Message } from '../../src/background/decide.ts';
import { createHeap } from '../../src/background/heap.ts';
import { createLanes, type Item } from '../../src/background/lanes.ts';
import { toEpochMs } from '../../src/domain/time.ts';

const at = (seconds: number) => toEpochMs(1_800_000_000_000 + seconds * 1000);

const item = (
  id: string,
  lane: string,
  userId: string | null,
  kind: 'session.start' | 'session.end',
): Item => ({
  ...begin('syncItem', id, { userId })[0],
  item: { id, session_id: lane, kind, body: {} } as unknown as Item['item'],
});

/** Lanes, and the items in them after each message. */
const queueOf = (...items: Item[]) => {
  const lanes = createLanes();
  const held = new Map<string, Item>();
  const put = (before: Item | null, after: Item | null): void => {
    lanes.note(before, after);
    if (after) held.set(after.id, after);
    else if (before) held.delete(before.id);
  };
  for (const one of items) put(null, one);
  const take = (messages: readonly Message[]): void => {
    for (const { id, event } of messages) {
      const before = held.get(id);
      if (!before) continue;
      const after = decide(before as Instance, event)[0] as Item;
      put(before, after.value === 'synced' || after.value === 'discarded' ? null : after);
    }
  };
  const send = (user: string, count: number): string[] => {
    const messages = lanes.take(user, count, at(0));
    take(messages);
    return messages.map(({ id, event }) => `${id} ${event.type}`);
  };
  return { lanes, take, send, held };
};

const to = (id: string, event: Extract<Message, { chart: 'syncItem' }>['event']): Message => ({
  chart: 'syncItem',
  id,
  event,
});

test('a start goes before its end, although the clock was set back between them', () => {
  const { send, take } = queueOf(
    item('2', 'a', 'ada', 'session.start'),
    item('1', 'a', 'ada', 'session.end'),
  );
  take([to('2', { type: 'push.started', at: at(0) }), to('2', { type: 'push.deferred', at: at(0) })]);
  expect([send('ada', 1), send('ada', 1)]).toEqual([['2 push.started'], []]);
});

test('values come out of a heap in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (values) => {
      const heap = createHeap<number>((a, b) => a < b);
      for (const value of values) heap.push(value);
      const out = values.map(() => heap.pop());
      expect([out, heap.pop(), heap.peek()]).toEqual([
        [...values].sort((a, b) => a - b),
        undefined,
        undefined,
      ]);
    }),
  );
});

test('the oldest lanes go first, and each only once while it is on its way', () => {
  const { send } = queueOf(
    item('3', 'c', 'ada', 'session.start'),
    item('1', 'a', 'ada', 'session.start'),
    item('2', 'b', 'ada', 'session.start'),
  );
  expect(send('ada', 2)).toEqual(['1 push.started', '2 push.started']);
  expect([send('ada', 9), send('ada', 9)]).toEqual([['3 push.started'], []]);
});

test('a session that ended before its start was tried goes as one', () => {
  const { send } = queueOf(item('1', 'a', 'ada', 'session.start'), item('2', 'a', 'ada', 'session.end'));
  expect(send('ada', 9)).toEqual(['1 item.superseded', '2 push.started']);
});

test('a start that may have arrived is acknowledged before its end is sent', () => {
  const { send, take } = queueOf(item('1', 'a', 'ada', 'session.start'));
  expect(send('ada', 9)).toEqual(['1 push.started']);
  take([to('1', { type: 'push.deferred', at: at(0) })]);
  const { lanes } = queueOf();
  expect(lanes.hasReady('ada')).toBe(false);
  expect(send('ada', 9)).toEqual(['1 push.started']);
});

test('a lane that is stuck holds up no other', () => {
  const { send, take } = queueOf(
    item('1', 'a', 'ada', 'session.start'),
    item('2', 'b', 'ada', 'session.start'),
    item('3', 'a', 'ada', 'session.end'),
  );
  take([to('1', { type: 'push.started', at: at(0) })]);
  const failure = { kind: 'refused', status: 403, code: 'x', reason: 'No.' } as const;
  take([to('1', { type: 'push.failed', at: at(0), failure, jitter: 0 })]);
  expect(send('ada', 9)).toEqual(['2 push.started']);
});

test("nobody's items go, nor another person's, until they are adopted", () => {
  const { send, take, lanes } = queueOf(
    item('1', 'a', null, 'session.start'),
    item('2', 'b', 'eve', 'session.start'),
  );
  expect([send('ada', 9), lanes.nobodys(), lanes.hasReady('ada')]).toEqual([[], ['1'], false]);
  take([to('1', { type: 'item.adopted', at: at(0), userId: 'ada' })]);
  expect([lanes.nobodys(), send('ada', 9), send('eve', 9)]).toEqual([
    [],
    ['1 push.started'],
    ['2 push.started'],
  ]);
});

test('waits end in their order, and each is named once', () => {
  const { lanes, take, send } = queueOf(
    item('1', 'a', 'ada', 'session.start'),
    item('2', 'b', 'ada', 'session.start'),
  );
  send('ada', 9);
  const failed = (id: string, jitter: number) =>
    to(id, { type: 'push.failed', at: at(0), failure: { kind: 'unreachable' }, jitter });
  take([failed('1', 1), failed('2', 0)]);
  expect([lanes.nextDue(), lanes.takeDue(at(0.5))]).toEqual([at(1), []]);
  expect([lanes.takeDue(at(1)), lanes.nextDue(), lanes.takeDue(at(9)), lanes.takeDue(at(9))]).toEqual([
    ['2'],
    at(1.25),
    ['1'],
    [],
  ]);
});
