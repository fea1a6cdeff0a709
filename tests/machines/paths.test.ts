import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { countedMs } from '../../src/domain/interval.ts';
import type { ReviewLog } from '../../src/domain/session.ts';
import { charts } from './charts.ts';
import { decide, revive } from './decide.ts';
import { branchesOf, type Step, statesOf, walk } from './walk.ts';

const walks = charts.map((chart) => ({ ...chart, ...walk(chart) }));

/** The steps of which something does not hold, as short as a person can read them. */
const failing = (steps: readonly Step[], holds: (step: Step) => boolean) =>
  steps.filter((step) => !holds(step)).map(({ before, event, after }) => [before.value, event, after.value]);

const dueOf = ({ context }: AnyMachineSnapshot): number | null =>
  context.dueAt ?? context.nextAttemptAt ?? null;
const deadlinesOf = ({ context }: AnyMachineSnapshot): number[] =>
  [context.dueAt, context.nextAttemptAt].filter((due) => typeof due === 'number');

describe.each(walks)('the generated paths of the $name machine', (walked) => {
  const { machine, nextEvents, steps, situations, branches, states } = walked;

  test('visit every state', () => {
    expect(statesOf(machine).filter((state) => !states.has(state))).toEqual([]);
  });

  test('take every transition, every branch of it, and the way past where no guard holds', () => {
    const all = branchesOf(machine);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((branch) => !branches.has(branch))).toEqual([]);
  });

  test('lead only to what survives storage', () => {
    const survives = ({ after: { value, context } }: Step) =>
      isDeepStrictEqual(JSON.parse(JSON.stringify({ value, context })), { value, context });
    expect(failing(steps, survives)).toEqual([]);
  });

  test('lead to the same where the snapshot was stored and revived in between', { timeout: 60_000 }, () => {
    const outcome = (from: AnyMachineSnapshot, event: { type: string }) => {
      const { snapshot, asked } = decide(machine, from, event);
      return { value: snapshot.value, context: snapshot.context, asked };
    };
    const isTheSame = ({ before, event }: Step) =>
      isDeepStrictEqual(outcome(before, event), outcome(revive(machine, before), event));
    expect(failing(steps, isTheSame)).toEqual([]);
  });

  test('leave every state that is not final a way out: an event, or a deadline', () => {
    const leads = (from: AnyMachineSnapshot, event: { type: string }): boolean =>
      JSON.stringify(decide(machine, from, event).snapshot.value) !== JSON.stringify(from.value);
    const open = situations.filter(({ status }) => status === 'active');
    const stuck = open.filter((here) => !nextEvents(here).some((event) => leads(here, event)));
    expect(stuck.map(({ value }) => value)).toEqual([]);
  });

  test('set no deadline that is not taken when it comes', () => {
    const idle = steps.filter(({ after }) => {
      const due = Math.min(...deadlinesOf(after));
      if (due === Number.POSITIVE_INFINITY || after.status !== 'active') return false;
      const { snapshot } = decide(machine, after, { type: 'deadline.reached', at: due } as { type: string });
      return isDeepStrictEqual(deadlinesOf(snapshot), deadlinesOf(after));
    });
    expect(failing(idle, () => false)).toEqual([]);
  });
});

describe('after every step of a session', () => {
  const steps = walks.find(({ name }) => name === 'session')?.steps ?? [];
  const logOf = ({ context }: AnyMachineSnapshot): ReviewLog | null => context.log;

  test('there is a log exactly while the session is open', () => {
    expect(failing(steps, ({ after }) => (logOf(after) !== null) === after.hasTag('open'))).toEqual([]);
  });

  test('an interval is open exactly while it counts', () => {
    const isOpen = (after: AnyMachineSnapshot) => logOf(after)?.countingSince != null;
    expect(failing(steps, ({ after }) => isOpen(after) === after.hasTag('counting'))).toEqual([]);
  });

  test('there is a deadline exactly while the session is open, and a reason exactly while it does not count', () => {
    expect(failing(steps, ({ after }) => (after.context.dueAt !== null) === after.hasTag('open'))).toEqual(
      [],
    );
    const isExplained = ({ after }: Step) =>
      (logOf(after)?.pausedBecause != null) === (after.hasTag('open') && !after.hasTag('counting'));
    expect(failing(steps, isExplained)).toEqual([]);
  });

  test('what was counted is never negative and never shrinks', () => {
    const counted = (snapshot: AnyMachineSnapshot) => countedMs(logOf(snapshot)?.intervals ?? []);
    const isSame = ({ before, after }: Step) => logOf(before)?.id === logOf(after)?.id;
    const grows = ({ before, after }: Step) =>
      counted(after) >= (isSame({ before, after } as Step) ? counted(before) : 0);
    expect(failing(steps, grows)).toEqual([]);
  });

  test('left alone, it ends', () => {
    const { machine } = charts[0] ?? expect.fail();
    for (const { after } of steps) {
      let snapshot = after;
      for (let turns = 0; turns < 3 && dueOf(snapshot) !== null; turns += 1)
        snapshot = decide(machine, snapshot, {
          type: 'deadline.reached',
          at: dueOf(snapshot),
        } as { type: string }).snapshot;
      expect(snapshot.value).toBe('idle');
    }
  });
});

describe('every chart', () => {
  const nodes = charts.flatMap(({ machine }) => statesOf(machine).map((id) => machine.getStateNodeById(id)));

  test.each(nodes.filter(({ parent }) => parent !== undefined))(
    'says what $id means, to a person',
    (node) => {
      expect(node.description).toMatch(/^[A-Z].+\.$/);
    },
  );

  test.each(nodes)('has nothing at $id that a stored snapshot would forget', (node) => {
    expect({
      after: node.after,
      invoke: node.invoke,
      entry: node.entry,
      exit: node.exit,
      always: node.always ?? [],
      delayed: [...node.transitions.values()]
        .flat()
        .flatMap(({ actions }) => (actions as unknown[]).filter((action) => typeof action === 'function')),
    }).toEqual({ after: [], invoke: [], entry: [], exit: [], always: [], delayed: [] });
  });
});
