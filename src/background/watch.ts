import { nextLookAt } from '../domain/reconnect.ts';
import { type EpochMs, earliest, plus, toEpochMs } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { WakeUps } from '../ports/wake-ups.ts';
import { type Change, deadlineOf } from './decide.ts';
import { type Head, pendingOf } from './head.ts';
import type { Lanes } from './lanes.ts';
import type { Projection } from './projection.ts';

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

/** How long after a commit the alarm rings for another worker, should this one die before it comes to rest. */
const REST_MS = 60_000;

const instant = (ms: number | null): EpochMs | null => (ms === null ? null : toEpochMs(ms));

/** Sets the one alarm to the earliest of all that is due. */
export const createWatch = ({ clock, wakeUps, projection, lanes, ...told }: WatchParts) => {
  /** When the alarm rings that was asked for last; `null` where none was. */
  let watchAt: EpochMs | null = null;
  /** By when another worker has to look around if this one dies before it has; `null` once it has. */
  let lookBy: EpochMs | null = null;
  /** By when another worker has to look at what is stored if this one dies before it has come to rest. */
  let restBy: EpochMs | null = null;

  /** When what waits out its retry is due; `null` where it cannot go then. */
  const dueRetry = ({ retryAt }: Head): EpochMs | null =>
    retryAt !== null && retryAt <= clock.now() && !told.canDeliver() ? null : instant(retryAt);

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
      const drafted = projection.drafted();
      restBy ??= plus(clock.now(), REST_MS);
      const due = earliest(...deadlines, instant(drafted.nextSyncAt), dueRetry(drafted), restBy);
      if (due !== null && (watchAt === null || due < watchAt)) void until(due);
    },
    /** Sets the alarm by all that is known now. */
    renew: (): Promise<void> => {
      const { nextSyncAt } = projection.head();
      if (projection.isHeadKept()) restBy = null;
      else if (restBy !== null && restBy <= clock.now()) restBy = plus(clock.now(), REST_MS);
      const isCutOff = projection.isOffline() && pendingOf(projection.head()) > 0;
      // Without a network there is no sync to wait for, but one that is overdue has yet to be put off.
      const isWaitedFor = !isCutOff || (nextSyncAt !== null && nextSyncAt <= clock.now());
      const reconnectAt = isCutOff ? nextLookAt(projection.offlineSince(), clock.now()) : null;
      return until(
        earliest(
          told.nextDeadline(),
          lanes.nextDue(),
          dueRetry(projection.head()),
          isWaitedFor ? instant(nextSyncAt) : null,
          reconnectAt,
          restBy,
          lookBy,
        ),
      );
    },
  };
};

export type Watch = ReturnType<typeof createWatch>;
