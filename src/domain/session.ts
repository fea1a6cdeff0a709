import { type BeginCause, beginAfter, type EndCause, type InputKind } from './cause.ts';
import { type Gap, isUnattended, noteReturn } from './gap.ts';
import { addInterval, type CountedInterval, countedMs, type Interval, lastCountedAt } from './interval.ts';
import type { PauseReason } from './pause-reason.ts';
import type { PullRequest } from './pull-request.ts';
import { type EpochMs, plus, toEpochMs } from './time.ts';

/** The rules of attention that a session is held to, in milliseconds. They come from the settings. */
export interface AttentionRules {
  idleAfterMs: number;
  endAfterIdleMs: number;
  checkpointMs: number;
}

/** How long a session waits, after its last page went away, for that page to come back. */
const GRACE_MS = 3_000;

/** How late a report may be before silence means that nobody was there to make it. */
const SLACK_MS = 5_000;

/** How long a page's word that its person fell idle may be on its way. */
const REPORT_MS = 1_000;

/** What is known about one review while it lasts. JSON. */
export interface ReviewLog {
  id: string;
  startedAt: EpochMs;
  /** IANA zone of the person at the start. */
  timeZone: string;
  title: string | null;
  /** The person who was signed in at the start, if anybody was. */
  userId: string | null;
  /** The backend's id of the session, once it has acknowledged the start. */
  backendId: string | null;
  /** Started by a command: it needs no open page. */
  byHand: boolean;
  intervals: CountedInterval[];
  /** Start of the interval that is open, while counting, and why it began. */
  countingSince: EpochMs | null;
  countingBecause: BeginCause | null;
  /** Last moment for which there is evidence of attention; what a crash falls back to. */
  evidenceAt: EpochMs;
  /** Last input of the person, and what it was. */
  inputAt: EpochMs;
  input: InputKind;
  /** The tab in which that was; `null` where it was in none. A browser that still has it has not been started anew. */
  tabId: number | null;
  pausedBecause: PauseReason | null;
  /** When the last page went away, while ending. */
  leftAt: EpochMs | null;
  /** Gaps that the person has not decided about. */
  gaps: Gap[];
}

/** Something that the person did, and when. */
export interface Input {
  inputAt: EpochMs;
  input: InputKind;
}

/** A look at a page, and the person's last input in it. */
export interface Evidence extends Input {
  at: EpochMs;
  tabId: number | null;
  title: string | null;
}

/** A look that may start a session: all that the session needs from outside. */
export interface Opening extends Evidence {
  /** The id that the session gets if it starts now: a UUIDv7. */
  sessionId: string;
  userId: string | null;
  timeZone: string;
  rules: AttentionRules;
}

/** A session that has ended, whole. */
export interface EndedSession extends ReviewLog {
  pullRequest: PullRequest;
  endedAt: EpochMs;
}

/** The last input of the person, and when it was told. */
export interface Trace {
  inputAt: EpochMs;
  at: EpochMs;
}

/** When something must have been heard again after this evidence: pages report at every checkpoint. */
const evidenceDueAt = ({ at }: Pick<Trace, 'at'>, { checkpointMs }: AttentionRules): EpochMs =>
  plus(at, checkpointMs + SLACK_MS);

/**
 * Until when the person was there, by the last evidence of it; `null` where nothing speaks against their being there
 * now. After a silence that only a sleeping machine or a dead page explains, that is the evidence itself.
 */
export const presentUntil = (trace: Trace, rules: AttentionRules, at: EpochMs): EpochMs | null => {
  const idleAt = plus(trace.inputAt, rules.idleAfterMs);
  if (trace.at >= idleAt) return idleAt;
  const dueAt = evidenceDueAt(trace, rules);
  if (at < dueAt) return null;
  return at > plus(dueAt, SLACK_MS) ? trace.at : toEpochMs(Math.min(at, idleAt));
};

const traceOf = ({ inputAt, evidenceAt, byHand }: ReviewLog): Trace =>
  byHand ? { inputAt: evidenceAt, at: evidenceAt } : { inputAt, at: evidenceAt };

/** Whether `at` is so late that the machine slept, or the browser was gone, since the last evidence. */
export const isStale = (log: ReviewLog, rules: AttentionRules, at: EpochMs): boolean =>
  at > plus(evidenceDueAt(traceOf(log), rules), SLACK_MS);

/** Whether a session counts though its page, which would have said by now that somebody is there or idle, said nothing. */
export const isOpenGap = (log: ReviewLog | null, rules: AttentionRules, at: EpochMs): boolean => {
  if (log === null || log.countingSince === null || log.byHand) return false;
  const idleAt = plus(log.inputAt, rules.idleAfterMs);
  return at > Math.min(plus(idleAt, REPORT_MS), evidenceDueAt(traceOf(log), rules));
};

/** Whether evidence is worth a write: the first title, or a checkpoint's time since the last one. */
export const isCheckpointDue = (log: ReviewLog, rules: AttentionRules, { at, title }: Evidence): boolean =>
  (log.title === null && title !== null) || at - log.evidenceAt >= rules.checkpointMs - 1_000;

/** How long until evidence is worth a write again, in milliseconds. */
export const checkpointInMs = (log: ReviewLog | null, rules: AttentionRules, at: EpochMs): number =>
  log === null || log.countingSince === null
    ? rules.checkpointMs
    : Math.max(1_000, log.evidenceAt + rules.checkpointMs - at);

/** Opens a review at its first look. */
export const open = (
  { sessionId: id, at, inputAt, input, tabId, userId, timeZone, title }: Opening,
  byHand: boolean,
): ReviewLog => ({
  id,
  startedAt: at,
  timeZone,
  title,
  userId,
  backendId: null,
  byHand,
  intervals: [],
  countingSince: at,
  countingBecause: byHand ? 'by-hand' : 'opened',
  evidenceAt: at,
  inputAt,
  input,
  tabId,
  pausedBecause: null,
  leftAt: null,
  gaps: [],
});

/** Closes the open interval at `at`, and notes why; `ended` where the interval ended for another reason than it pauses. */
export const pause = (
  log: ReviewLog,
  at: EpochMs,
  because: PauseReason,
  ended: EndCause = because,
): ReviewLog => ({
  ...log,
  intervals:
    log.countingSince === null
      ? log.intervals
      : addInterval(log.intervals, {
          start: log.countingSince,
          end: at,
          began: log.countingBecause,
          ended,
          inputAt: log.inputAt,
          input: log.input,
        }),
  countingSince: null,
  countingBecause: null,
  pausedBecause: because,
  leftAt: null,
});

/** What is paused by hand counts again only where it was resumed, whatever has kept it from counting since. */
const beganBy = (log: ReviewLog, input: InputKind): BeginCause => {
  if (input === 'command') return 'by-hand';
  return log.intervals.at(-1)?.ended === 'by-hand' ? 'resumed' : beginAfter(log.pausedBecause);
};

/** Notes evidence of attention, and opens an interval where none is open. */
export const count = (log: ReviewLog, { at, inputAt, input, tabId, title }: Evidence): ReviewLog => ({
  ...noteReturn(log, at),
  title: log.title ?? title,
  countingSince: log.countingSince ?? at,
  countingBecause: log.countingSince === null ? beganBy(log, input) : log.countingBecause,
  evidenceAt: log.countingSince === null ? at : toEpochMs(Math.max(at, log.evidenceAt)),
  inputAt,
  input,
  tabId,
  pausedBecause: null,
  leftAt: null,
});

/** When the session must be looked at again if nothing happens before. */
export const dueAt = (log: ReviewLog, rules: AttentionRules): EpochMs => {
  if (log.leftAt !== null) return plus(log.leftAt, GRACE_MS);
  if (log.countingSince !== null) return evidenceDueAt(traceOf(log), rules);
  return plus(lastCountedAt(log.intervals, log.startedAt), rules.endAfterIdleMs);
};

/** Where the open interval ends when the evidence stopped. */
export const cutOff = (log: ReviewLog, rules: AttentionRules, at: EpochMs): EpochMs =>
  toEpochMs(Math.max(presentUntil(traceOf(log), rules, at) ?? at, log.countingSince ?? 0));

/**
 * Where the open interval ends when something else than silence ends it: after a gap, or where the clock was set back,
 * at the last evidence. Idleness alone reaches back behind evidence.
 */
export const lostAt = (log: ReviewLog, rules: AttentionRules, at: EpochMs, because: PauseReason): EpochMs => {
  if (isStale(log, rules, at)) return log.evidenceAt;
  return because === 'idle' ? at : toEpochMs(Math.max(at, log.evidenceAt));
};

/** The log with an input that it had not heard of, where that was while it counted. */
const noteInput = (log: ReviewLog, seen: Input | undefined, at: EpochMs): ReviewLog =>
  seen && log.countingSince !== null && seen.inputAt > log.inputAt && seen.inputAt <= at
    ? { ...log, inputAt: seen.inputAt, input: seen.input }
    : log;

/** Notes that attention is lost, and why. Where it was lost before because nobody was there, somebody is back now. */
export const lose = (
  log: ReviewLog,
  rules: AttentionRules,
  at: EpochMs,
  because: PauseReason,
  seen?: Input,
): ReviewLog => {
  const heard = isUnattended(because) ? noteInput(log, seen, at) : noteReturn(noteInput(log, seen, at), at);
  return pause(heard, lostAt(log, rules, at, because), because);
};

/** Notes that the last page went away. What is paused by hand stays so, should the page come back. */
export const leave = (log: ReviewLog, rules: AttentionRules, at: EpochMs): ReviewLog => {
  const because = log.pausedBecause === 'by-hand' ? 'by-hand' : 'closed';
  return { ...lose(log, rules, at, because), leftAt: at };
};

/** Whether the session had ended before `at`, though nobody was there to notice. */
export const isOver = (log: ReviewLog, rules: AttentionRules, at: EpochMs): boolean =>
  log.leftAt === null && log.countingSince !== null
    ? isStale(log, rules, at) && at >= plus(log.evidenceAt, rules.endAfterIdleMs)
    : at >= dueAt(log, rules);

/** The session's counted time in whole seconds, at most the wall clock between its ends. */
export const durationSeconds = (intervals: readonly Interval[]): number =>
  Math.floor(countedMs(intervals) / 1000);
