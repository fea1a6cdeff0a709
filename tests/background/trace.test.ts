import { expect, it } from 'vitest';
import type { Instance } from '../../src/background/charts.ts';
import type { Change } from '../../src/background/decide.ts';
import { createTrace } from '../../src/background/trace.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import type { TraceEntry } from '../../src/domain/trace.ts';
import { TRACE_KEY } from '../../src/messages/keys.ts';
import { createFakeStore } from '../support/fake-store.ts';

const at = toEpochMs(Date.UTC(2026, 0, 5, 9));

const itemIn = (value: unknown, nextAttemptAt: number | null = null, id = 'item-1'): Instance => ({
  chart: 'syncItem',
  id,
  value,
  context: { userId: 'ada', attempts: 0, nextAttemptAt, lastError: null, whole: false },
  owed: [],
  item: { id, session_id: 's1', kind: 'session.end', body: { end_time: '', duration_seconds: 1 } },
});

const made: Change = { before: null, after: itemIn('queued'), event: null, reached: 'queued' };
const started: Change = {
  before: itemIn('queued'),
  after: itemIn('sending'),
  event: { type: 'push.started', at },
  reached: 'sending',
};
const failed: Change = {
  before: itemIn('sending'),
  after: itemIn('retrying', at + 2_000),
  event: { type: 'push.failed', at, failure: { kind: 'unreachable' }, jitter: 0 },
  reached: 'retrying',
};
const synced: Change = {
  before: itemIn('sending'),
  after: null,
  event: { type: 'push.acknowledged', at, backendId: 'b1' },
  reached: 'synced',
};

const step = { machine: 'syncItem', id: 'item-1', cause: null, at, dueAt: null } as const;
const steps: Record<string, TraceEntry> = {
  made: { ...step, event: 'made', cause: 'session.end', from: null, to: 'queued' },
  started: { ...step, event: 'push.started', from: 'queued', to: 'sending' },
  failed: {
    ...step,
    event: 'push.failed',
    cause: 'unreachable',
    from: 'sending',
    to: 'retrying',
    dueAt: toEpochMs(at + 2_000),
  },
  synced: { ...step, event: 'push.acknowledged', from: 'sending', to: 'synced' },
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A trace over a store, and the timers that it has asked for. */
const openTrace = (store = createFakeStore()) => {
  const timers: (() => void)[] = [];
  let writes = 0;
  const counted = {
    ...store,
    commit: async (...parts: Parameters<typeof store.commit>) => {
      writes += 1;
      await store.commit(...parts);
    },
  };
  const trace = createTrace({
    store: counted,
    clock: { now: () => at },
    later: (_, work) => void timers.push(work),
  });
  return {
    store,
    tell: async (...changes: Change[]) => {
      trace.note(changes);
      await turn();
    },
    pass: async () => {
      for (const work of timers.splice(0)) work();
      await turn();
    },
    forget: trace.forget,
    kept: async () => (await store.get([TRACE_KEY]))[TRACE_KEY],
    writes: () => writes,
  };
};

it('each step is kept with its cause, its states and its deadline, to the end of an instance', async () => {
  const trace = openTrace();
  for (const change of [made, started, failed, synced]) {
    await trace.tell(change);
    await trace.pass();
  }
  expect(await trace.kept()).toEqual([steps.made, steps.started, steps.failed, steps.synced]);
});

it('steps that come one after the other are kept with one write', async () => {
  const trace = openTrace();
  for (const change of [made, started, failed]) await trace.tell(change);
  expect(await trace.kept()).toEqual([steps.made]);
  await trace.pass();
  expect(await trace.kept()).toEqual([steps.made, steps.started, steps.failed]);
  expect(trace.writes()).toBe(2);
});

it('a worker goes on with the trace of the one before it, and takes up nothing that is not one', async () => {
  const first = openTrace();
  await first.tell(made);
  const second = openTrace(first.store);
  await second.tell(started);
  expect(await second.kept()).toEqual([steps.made, steps.started]);
  await first.store.commit({ [TRACE_KEY]: [{ machine: 'door' }] });
  const third = openTrace(first.store);
  await third.tell(failed);
  expect(await third.kept()).toEqual([steps.failed]);
});

it('only the last 50 steps are kept', async () => {
  const trace = openTrace();
  await trace.tell(
    ...Array.from(
      { length: 60 },
      (_, index): Change => ({ ...made, after: itemIn('queued', null, `i${index}`) }),
    ),
  );
  expect(await trace.kept()).toEqual(
    Array.from({ length: 50 }, (_, index) => ({ ...steps.made, id: `i${index + 10}` })),
  );
});

it('what an instance repeats in place is one step, at its last time', async () => {
  const trace = openTrace();
  const value = { active: 'counting' };
  const session = { chart: 'session', id: 'github.com/acme/rocket/7', value, context: {}, owed: [] } as const;
  const instance = { ...session, owed: [] };
  const look = (later: number): Change => ({
    before: instance,
    after: { ...instance, context: { checkpoint: later } },
    event: { type: 'attention.lost', at: toEpochMs(at + later), because: 'hidden' },
    reached: value,
  });
  await trace.tell(look(1), look(2));
  expect(await trace.kept()).toEqual([
    {
      machine: 'session',
      id: 'github.com/acme/rocket/7',
      event: 'attention.lost',
      cause: 'hidden',
      from: 'active.counting',
      to: 'active.counting',
      at: at + 2,
      dueAt: null,
    },
  ]);
});

it('an effect that is done is no step', async () => {
  const trace = openTrace();
  await trace.tell({ before: itemIn('sending'), after: itemIn('sending'), event: null, reached: 'sending' });
  expect(await trace.kept()).toBeUndefined();
});

it('a trace that is forgotten is gone, with what waited to be kept, and begins anew', async () => {
  const trace = openTrace();
  for (const change of [made, started]) await trace.tell(change);
  await trace.forget();
  await trace.pass();
  expect(await trace.kept()).toBeUndefined();
  await trace.tell(failed);
  await trace.pass();
  expect(await trace.kept()).toEqual([steps.failed]);
});
