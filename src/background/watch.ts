import { nextLookAt } from '../domain/reconnect.ts';
import { type EpochMs, earliest, plus, toEpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { WakeUps } from '../ports/wake-ups.ts';
import { type Change, deadlineOf } from './decide.ts';
import { pendingOf } from './head.ts';
import type { Lanes } from './lanes.ts';
import { type Projection, SETTLE_MS } from './projection.ts';

interface WatchParts {
  clock: Clock;
  wakeUps: WakeUps;
  projection: Projection;
  lanes: Lanes;
  /** The earliest deadline of any machine. */
  nextDeadline(): EpochMs | null;
  /** Whether what is due can be sent now. */
  canDeliver(): boolean;
}

const instant = (ms: number | null): EpochMs | null => (ms === null ? null : toEpochMs(ms));

/** Sets the one alarm to the earliest of all that is due. */
export const createWatch = ({ clock, wakeUps, projection, lanes, ...told }: WatchParts) => {
  /** When the alarm rings that was asked for last; `null` where none was. */
  let watchAt: EpochMs | null = null;
  /** By when another worker has to look around if this one dies before it has; `null` once it has. */
  let lookBy: EpochMs | null = null;

  const until = (at: EpochMs | null): Promise<void> => {
    watchAt = at;
    return wakeUps.schedule(at);
  };

  return {
    /** A worker begins: until it has looked around, what a former one left may be due without this one's knowing. */
    begin: (by: EpochMs): void => {
      lookBy = by;
      void until(by);
    },
    /** Whatever is stored is known from now on. */
    noteLookedAround: (): void => {
      lookBy = null;
    },
    /** Sets the alarm before what needs it is stored: a worker may die between the two. */
    over: (changes: readonly Change[]): void => {
      const deadlines = changes.map(({ after }) => after && deadlineOf(after));
      const due = earliest(...deadlines, instant(projection.drafted().nextSyncAt));
      if (due !== null && (watchAt === null || due < watchAt)) void until(due);
    },
    /** Sets the alarm by all that is known now. */
    renew: (): Promise<void> => {
      const { retryAt, nextSyncAt } = projection.head();
      const isStuck = retryAt !== null && retryAt <= clock.now() && !told.canDeliver();
      const settleAt = projection.isOwing() ? plus(clock.now(), SETTLE_MS) : null;
      const isCutOff = projection.isOffline() && pendingOf(projection.head()) > 0;
      // Without a network there is no sync to wait for, but one that is overdue has yet to be put off.
      const isWaitedFor = !isCutOff || (nextSyncAt !== null && nextSyncAt <= clock.now());
      const reconnectAt = isCutOff ? nextLookAt(projection.offlineSince(), clock.now()) : null;
      return until(
        earliest(
          told.nextDeadline(),
          lanes.nextDue(),
          isStuck ? null : instant(retryAt),
          isWaitedFor ? instant(nextSyncAt) : null,
          settleAt,
          reconnectAt,
          lookBy,
        ),
      );
    },
  };
};

export type Watch = ReturnType<typeof createWatch>;
