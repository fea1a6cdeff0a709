import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import { type SyncItemEvent, syncItemMachine } from '../../src/machines/sync-item.machine.ts';
import { begin, decideAll } from './decide.ts';
import { failures } from './failures.ts';

const at = (seconds: number) => toEpochMs(1_800_000_000_000 + seconds * 1000);
const sent = (seconds: number): SyncItemEvent => ({ type: 'push.started', at: at(seconds) });
const acknowledged = (seconds: number, backendId: string | null = 'b-1'): SyncItemEvent => ({
  type: 'push.acknowledged',
  at: at(seconds),
  backendId,
});
const failed = (seconds: number, failure: Failure): SyncItemEvent => ({
  type: 'push.failed',
  at: at(seconds),
  failure,
  jitter: 0,
});
const deadline = (seconds: number): SyncItemEvent => ({ type: 'deadline.reached', at: at(seconds) });
const roundOpened: SyncItemEvent = { type: 'round.opened', at: at(900) };
const retry: SyncItemEvent = { type: 'item.retry', at: at(900) };
const discard: SyncItemEvent = { type: 'item.discard', at: at(900) };
const adopted = (userId: string): SyncItemEvent => ({ type: 'item.adopted', at: at(0), userId });

const unreachable: Failure = { kind: 'unreachable' };
const refused: Failure = { kind: 'refused', status: 422, code: 'invalid', reason: 'No such number.' };
const missing: Failure = { kind: 'missing' };
const fresh = {
  userId: 'ada',
  attempts: 0,
  nextAttemptAt: null,
  lastError: null,
  whole: false,
  attempted: true,
};

/** What becomes of an item, and what is asked for on the way. */
const deliver = (...events: SyncItemEvent[]) => deliverFor('ada', ...events);
const deliverFor = (userId: string | null, ...events: SyncItemEvent[]) => {
  const { snapshot, asked } = decideAll(syncItemMachine, begin(syncItemMachine, { userId }), events);
  return { state: snapshot.value, context: snapshot.context, asked: asked.map(({ type }) => type) };
};

/** `count` attempts that the network failed, each at its time, and the waits between them. */
const attempts = (count: number): SyncItemEvent[] => {
  const waits = [1, 2, 4, 8, 16];
  let now = 0;
  return Array.from({ length: count }, (_, index): SyncItemEvent[] => {
    const tries = [sent(now), failed(now, unreachable)];
    now += waits[index] ?? 0;
    return index < 5 ? [...tries, deadline(now)] : tries;
  }).flat();
};

describe('an item', () => {
  test('leaves only with its acknowledgement, which is recorded', () => {
    const { snapshot, asked } = decideAll(syncItemMachine, begin(syncItemMachine, { userId: 'ada' }), [
      sent(0),
      acknowledged(1),
    ]);
    expect([snapshot.value, snapshot.status]).toEqual(['synced', 'done']);
    expect(asked).toEqual([
      { type: 'push', params: null },
      {
        type: 'recordAcknowledgement',
        params: { type: 'push.acknowledged', at: at(1), backendId: 'b-1' },
      },
    ]);
  });

  test('that is sent is not sent once more before its answer is known', () => {
    expect(deliver(sent(0), sent(1), retry, deadline(2), roundOpened, discard)).toEqual({
      state: 'sending',
      context: fresh,
      asked: ['push'],
    });
  });

  test('ignores an answer that it does not wait for', () => {
    expect(deliver(acknowledged(0), failed(1, refused))).toEqual({
      state: 'queued',
      context: { ...fresh, attempted: false },
      asked: [],
    });
  });

  test('that was deleted elsewhere is done', () => {
    expect(deliver(sent(0), failed(1, { kind: 'gone' }))).toEqual({
      state: 'synced',
      context: fresh,
      asked: ['push', 'recordAcknowledgement'],
    });
  });
});

describe('what is not the item’s fault', () => {
  test.each<Failure>([{ kind: 'offline' }, { kind: 'unauthorized' }])(
    'is not charged to it: $kind',
    (failure) => {
      expect(deliver(sent(0), failed(1, failure))).toEqual({
        state: 'queued',
        context: fresh,
        asked: ['push'],
      });
    },
  );

  test('leaves what was charged before as it was', () => {
    const charged = [sent(0), failed(0, unreachable), deadline(1)];
    expect(deliver(...charged, sent(1), failed(2, { kind: 'unauthorized' })).context).toMatchObject({
      attempts: 1,
      lastError: unreachable,
    });
  });
});

describe('a retry', () => {
  test.each([
    [1, 1],
    [2, 3],
    [3, 7],
    [4, 15],
    [5, 31],
  ])('after failure %i is due %i seconds after the first attempt', (count, seconds) => {
    expect(deliver(...attempts(count).slice(0, -1))).toMatchObject({
      state: 'retrying',
      context: { attempts: count, nextAttemptAt: at(seconds), lastError: unreachable },
    });
  });

  test('waits for its time', () => {
    const waiting = [sent(0), failed(0, unreachable)];
    expect(deliver(...waiting, deadline(0.999), sent(0.999), roundOpened).state).toBe('retrying');
    expect(deliver(...waiting, deadline(1)).state).toBe('queued');
  });

  test('keeps the time that the server asked for, up to an hour', () => {
    const busy = (seconds: number): Failure => ({ kind: 'busy', status: 429, until: at(seconds) });
    expect(deliver(sent(0), failed(0, busy(120))).context.nextAttemptAt).toBe(at(120));
    expect(deliver(sent(0), failed(0, busy(86_400))).context.nextAttemptAt).toBe(at(3_600));
  });

  test.each(failures.filter(({ kind }) => ['unreachable', 'busy', 'unintelligible'].includes(kind)))(
    'follows a failure that may pass: %j',
    (failure) => {
      expect(deliver(sent(0), failed(0, failure))).toMatchObject({
        state: 'retrying',
        context: { attempts: 1, lastError: failure },
      });
    },
  );

  test('the sixth failure exhausts the round', () => {
    expect(deliver(...attempts(6))).toEqual({
      state: { failed: 'exhausted' },
      context: { ...fresh, attempts: 6, lastError: unreachable },
      asked: ['push', 'push', 'push', 'push', 'push', 'push'],
    });
  });

  test('the next sync opens a new round for what was exhausted, with all its retries', () => {
    expect(deliver(...attempts(6), roundOpened)).toMatchObject({
      state: 'queued',
      context: { attempts: 0, nextAttemptAt: null },
    });
    const second = [...attempts(6), roundOpened, ...attempts(6)];
    expect(deliver(...second)).toMatchObject({ state: { failed: 'exhausted' }, context: { attempts: 6 } });
  });
});

describe('an item refused by the server', () => {
  test.each([400, 403, 409, 422])('is kept with the server’s reason: %i', (status) => {
    const failure: Failure = { kind: 'refused', status, code: 'c', reason: 'Because.' };
    expect(deliver(sent(0), failed(1, failure))).toMatchObject({
      state: { failed: 'refused' },
      context: { lastError: failure, nextAttemptAt: null },
    });
  });

  test('is kept until a person discards it', () => {
    const kept = [sent(0), failed(1, refused)];
    const nothing: SyncItemEvent[] = [
      roundOpened,
      deadline(8 * 3600),
      sent(8 * 3600),
      adopted('eve'),
      acknowledged(8 * 3600),
    ];
    expect(deliver(...kept, ...nothing)).toMatchObject({
      state: { failed: 'refused' },
      asked: ['push', 'recordRefusal'],
    });
    expect(deliver(...kept, ...nothing, discard)).toMatchObject({
      state: 'discarded',
      asked: ['push', 'recordRefusal', 'recordDiscard'],
    });
  });

  test('is sent again when a person asks for it, with all its retries', () => {
    const again = [...attempts(5), sent(31), failed(32, refused), retry];
    expect(deliver(...again)).toMatchObject({ state: 'queued', context: { attempts: 0 } });
  });
});

describe('a session that the server does not know', () => {
  test('is sent whole, once', () => {
    expect(deliver(sent(0), failed(1, missing))).toMatchObject({
      state: 'queued',
      context: { whole: true, attempts: 0 },
    });
    expect(deliver(sent(0), failed(1, missing), sent(2), failed(3, missing))).toMatchObject({
      state: { failed: 'refused' },
      context: { whole: true, lastError: missing },
    });
  });

  test('stays whole through the retries', () => {
    const whole = [sent(0), failed(0, missing), ...attempts(2)];
    expect(deliver(...whole).context).toMatchObject({ whole: true, attempts: 2 });
  });
});

describe('an item belongs', () => {
  test('to the first who signs in, where nobody was when it was made', () => {
    expect(deliverFor(null, adopted('ada'), adopted('eve')).context.userId).toBe('ada');
  });

  test('to whoever was signed in when it was made, and to nobody else', () => {
    expect(deliver(adopted('eve')).context.userId).toBe('ada');
  });
});

describe('an item that is held back', () => {
  const held: SyncItemEvent = { type: 'item.held', at: at(0), until: at(8) };

  test('is sent after its time, and not before', () => {
    expect(deliver(held, sent(1), deadline(7), roundOpened, retry)).toMatchObject({
      state: 'held',
      context: { nextAttemptAt: at(8), attempted: false },
      asked: [],
    });
    expect(deliver(held, deadline(8), sent(8))).toMatchObject({
      state: 'sending',
      context: { nextAttemptAt: null },
    });
  });

  test('can be taken back', () => {
    expect(deliver(held, discard)).toMatchObject({ state: 'discarded', asked: ['recordDiscard'] });
  });
});

test.each([
  ['waits', []],
  ['waits for its retry', [sent(0), failed(0, unreachable)]],
  ['is refused', [sent(0), failed(0, refused)]],
])('an item that %s gives way to what supersedes it, and leaves the history alone', (_, events) => {
  expect(deliver(...events, { type: 'item.superseded', at: at(1) })).toMatchObject({ state: 'discarded' });
  expect(deliver(...events, { type: 'item.superseded', at: at(1) }).asked).not.toContain('recordDiscard');
});

test('an item that is on its way is not superseded: the backend may have it', () => {
  expect(deliver(sent(0), { type: 'item.superseded', at: at(1) }).state).toBe('sending');
});

test('whatever happens, no item is gone but by its acknowledgement or by a person', () => {
  const event = fc.oneof(
    fc.constantFrom<SyncItemEvent>(sent(0), deadline(8 * 3600), roundOpened, retry, adopted('ada')),
    fc.constantFrom(...failures.filter(({ kind }) => kind !== 'gone')).map((failure) => failed(0, failure)),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      expect(['synced', 'discarded']).not.toContain(deliverFor(null, ...events).state);
    }),
  );
});
