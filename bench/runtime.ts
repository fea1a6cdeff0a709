import { transition } from 'xstate';
import { machines } from '../src/machines/index.ts';
import { type Contestant, interleave } from './interleave.ts';
import { atMost, median, type Report, type Row } from './report.ts';
import { type RuntimeWorld, runtimeWorld } from './runtime-world.ts';

const FEW = 10;
const MANY = 10_000;

/** Items delivered in one sample: as many as wait where few do. */
const DELIVERED = FEW;
const PAIRS = 40;
const ROUNDS = 15;

const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 };

/** Pauses and resumes one review again and again, as a person might. */
const pauseAndResume = async ({ worktime }: RuntimeWorld, id: string): Promise<void> => {
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await worktime.command({ type: 'PAUSE_SESSION', data: { id } });
    await worktime.command({ type: 'RESUME_SESSION', data: { id } });
  }
};

const openReview = async ({ worktime }: RuntimeWorld): Promise<string> => {
  const reply = await worktime.command({ type: 'START_SESSION', data });
  if (!reply.ok) throw new Error(reply.error.message);
  return (reply.session as { id: string }).id;
};

/** Bytes a transition: all that was written, and what the records themselves are. */
interface Bytes {
  all: number;
  records: number;
}

const bytesOf = async (world: RuntimeWorld, work: () => Promise<void>): Promise<Bytes> => {
  const before = { ...world.written, transitions: world.transitions() };
  await work();
  const transitions = world.transitions() - before.transitions;
  return {
    all: (world.written.bytes - before.bytes) / transitions,
    records: (world.written.recordBytes - before.recordBytes) / transitions,
  };
};

const deliveryBytes = async (waiting: number): Promise<Bytes> => {
  const world = await runtimeWorld(waiting);
  return bytesOf(world, () => world.deliver(DELIVERED));
};

const reviewBytes = async (waiting: number): Promise<Bytes> => {
  const world = await runtimeWorld(waiting);
  const id = await openReview(world);
  return bytesOf(world, () => pauseAndResume(world, id));
};

/** Transitions a second of the whole core: decide, derive, commit. */
const core = async (name: string, waiting: number): Promise<Contestant> => {
  const world = await runtimeWorld(waiting);
  const id = await openReview(world);
  return {
    name,
    sample: async () => {
      const before = world.transitions();
      const began = performance.now();
      await pauseAndResume(world, id);
      return ((world.transitions() - before) * 1000) / (performance.now() - began);
    },
  };
};

/** Transitions a second of XState alone: the pure function on a restored snapshot, and its outcome as JSON. */
const bareTransitions = (name: string): Contestant => {
  const { machine } = machines.syncItem;
  const context = {
    userId: null,
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
    whole: false,
    attempted: false,
  };
  const stored = new Map<string, string>();
  return {
    name,
    sample: async () => {
      const began = performance.now();
      for (let count = 0; count < 4 * PAIRS; count += 1) {
        const from = machine.resolveState({ value: 'queued', context });
        const [next] = transition(machine, from, { type: 'push.started', at: count as never });
        stored.set('item', JSON.stringify({ value: next.value, context: next.context }));
      }
      return (4 * PAIRS * 1000) / (performance.now() - began);
    },
  };
};

/**
 * The durable core over a store in memory: bytes written a transition, and transitions a second. A record's own bytes
 * are those of items, history rows and machines; what comes on top is derived from them (the head, the View,
 * `activeSession`). Bytes are counts and gated; times are not.
 */
export async function runtime(): Promise<Report> {
  const few = await deliveryBytes(FEW);
  const many = await deliveryBytes(MANY);
  const fewReview = await reviewBytes(FEW);
  const manyReview = await reviewBytes(MANY);
  const samples = await interleave(
    [await core('few', FEW), await core('many', MANY), bareTransitions('bare'), bareTransitions('control')],
    { rounds: ROUNDS, warmUp: 2 },
  );
  const speed = (what: string, name: string, peer: string): Row => ({
    what,
    unit: '/s',
    ours: median(samples.get(name) ?? []),
    peer: median(samples.get(peer) ?? []),
    gate: null,
  });
  const bytes = (what: string, ours: number, peer: number, gate: Row['gate'] = atMost(1.3)): Row => ({
    what,
    unit: 'B',
    ours,
    peer,
    gate,
  });
  return {
    title: `runtime: decide and commit, with ${FEW} and ${MANY} items waiting`,
    rows: [
      bytes(`bytes a delivery's transition, ${FEW} waiting, against its record`, few.all, few.records),
      bytes(`bytes a delivery's transition, ${MANY} waiting, against its record`, many.all, many.records),
      bytes(`bytes a delivery's transition, ${MANY} waiting against ${FEW}`, many.all, few.all),
      bytes(
        `bytes of a pause or resume, ${FEW} waiting, against its record`,
        fewReview.all,
        fewReview.records,
      ),
      bytes(
        `bytes of a pause or resume, ${MANY} waiting, against its record`,
        manyReview.all,
        manyReview.records,
      ),
      bytes(`bytes of a pause or resume, ${MANY} waiting against ${FEW}`, manyReview.all, fewReview.all),
      speed(`transitions, ${FEW} waiting, against XState alone`, 'few', 'bare'),
      speed(`transitions, ${MANY} waiting, against ${FEW}`, 'many', 'few'),
      speed('control: XState alone against itself', 'control', 'bare'),
    ],
    notes: [],
  };
}
