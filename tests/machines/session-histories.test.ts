import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedMs } from '../../src/domain/interval.ts';
import type { EndedSession, ReviewLog } from '../../src/domain/session.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import type { SessionEvent } from '../../src/machines/session.events.ts';
import { sessionMachine } from '../../src/machines/session.machine.ts';
import { begin, decide, revive } from './decide.ts';
import * as review from './review.ts';

type Kind = (seconds: number, id: string) => SessionEvent;

const kinds: Kind[] = [
  (now, id) => review.gained(now, id),
  (now, id) => review.gained(now, id, { inputAt: now - 20, title: 'Fix the valve' }),
  (now) => review.lost(now, 'hidden'),
  (now) => review.lost(now - 15, 'idle'),
  (now) => review.lost(now, 'locked'),
  (now) => review.left(now),
  (now) => review.interrupted(now),
  (now) => review.deadline(now),
  (now, id) => review.startByHand(now, id),
  (now) => review.pauseByHand(now),
  (now) => review.resume(now),
  (now) => review.endByHand(now),
];

const happening = (gap: fc.Arbitrary<number>) => fc.tuple(gap, fc.constantFrom(...kinds));

const ordinary = fc.integer({ min: 0, max: 100 });
/** Sleep, a clock that is set forward, and one that is set back. */
const extraordinary = fc.constantFrom(600, 3_600, 8 * 3_600, -1, -3_600);

const history = (gap: fc.Arbitrary<number>) =>
  fc.array(happening(gap), { maxLength: 40 }).map((list) => {
    let now = 0;
    return list.map(([gapSeconds, kind], index) => {
      now += gapSeconds;
      return kind(now, `session-${index}`);
    });
  });

/** What a review went through: its log after each event, and what was recorded. */
const live = (events: readonly SessionEvent[]) => {
  let snapshot = begin(sessionMachine, { pullRequest: review.pullRequest, rules: review.rules });
  const logs: (ReviewLog | null)[] = [];
  const started: ReviewLog[] = [];
  const ended: EndedSession[] = [];
  for (const event of events) {
    const next = decide(sessionMachine, revive(sessionMachine, snapshot), event);
    snapshot = next.snapshot;
    logs.push(snapshot.context.log);
    for (const { type, params } of next.asked) {
      if (type === 'recordStart') started.push((params as { started: ReviewLog }).started);
      if (type === 'recordEnd') ended.push((params as { ended: EndedSession }).ended);
    }
  }
  return { logs, started, ended };
};

const anyHistory = history(
  fc.oneof({ weight: 5, arbitrary: ordinary }, { weight: 1, arbitrary: extraordinary }),
);

test('whatever happens and whatever the clock does, counted time is in order, never negative and never shrinks', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const { logs } = live(events);
      logs.forEach((log, index) => {
        if (log === null) return;
        const bounds = log.intervals.flatMap(({ start, end }) => [start, end]);
        expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b));
        const before = logs[index - 1];
        if (before && before.id === log.id)
          expect(countedMs(log.intervals)).toBeGreaterThanOrEqual(countedMs(before.intervals));
      });
    }),
  );
});

test('whatever happens, every session that started ends at most once, and the next starts only after that', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const { started, ended, logs } = live(events);
      const open = logs.at(-1);
      expect([...ended.map(({ id }) => id), ...(open ? [open.id] : [])]).toEqual(started.map(({ id }) => id));
    }),
  );
});

test('whatever happens, a session ends at the last second that it counted, within its own wall clock', () => {
  fc.assert(
    fc.property(history(ordinary), (events) => {
      for (const { startedAt, endedAt, intervals } of live(events).ended) {
        expect(endedAt).toBe(intervals.at(-1)?.end ?? startedAt);
        expect(countedMs(intervals)).toBeLessThanOrEqual(endedAt - startedAt);
      }
    }),
  );
});

test('no sleep is counted: of a gap of hours nothing is in any interval', () => {
  const awake = history(fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(awake, fc.constantFrom(...kinds), awake, (before, waking, after) => {
      const sleptAt = before.at(-1)?.at ?? review.at(0);
      const wokeAt = review.at(review.secondsOf(sleptAt) + 8 * 3_600);
      const later = after.map(
        (event): SessionEvent => ({
          ...event,
          at: review.at(review.secondsOf(event.at) + review.secondsOf(wokeAt) + 1),
        }),
      );
      const { logs, ended } = live([...before, waking(review.secondsOf(wokeAt), 'after'), ...later]);
      const intervals = [...ended, ...logs.slice(-1)].flatMap((log) => log?.intervals ?? []);
      const slept = intervals.filter(({ start, end }) => start < wokeAt && end > sleptAt);
      expect(
        countedMs(
          slept.map(({ start, end }) => ({
            start: toEpochMs(Math.max(start, sleptAt)),
            end: toEpochMs(Math.min(end, wokeAt)),
          })),
        ),
      ).toBeLessThanOrEqual(60_000);
    }),
  );
});
