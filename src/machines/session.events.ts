import type { Interval } from '../domain/interval.ts';
import type { PauseReason } from '../domain/pause-reason.ts';
import type { Input, Opening } from '../domain/session.ts';
import type { EpochMs } from '../domain/time.ts';

/** What can happen to a review: facts in the past tense, commands in the imperative. */
export type SessionEvent =
  | ({ type: 'attention.gained' } & Opening)
  /** `seen` is the last input in one of its pages, where one has told of it. */
  | { type: 'attention.lost'; at: EpochMs; because: PauseReason; seen?: Input }
  | { type: 'page.left'; at: EpochMs }
  | { type: 'evidence.interrupted'; at: EpochMs }
  | { type: 'deadline.reached'; at: EpochMs }
  | ({ type: 'session.start' } & Opening)
  | { type: 'start.acknowledged'; at: EpochMs; sessionId: string; backendId: string }
  | { type: 'session.adopted'; at: EpochMs; userId: string }
  | { type: 'session.pause'; at: EpochMs }
  | { type: 'session.resume'; at: EpochMs }
  | { type: 'session.end'; at: EpochMs }
  /** The person worked on in the gap that began then: these pieces of it count. */
  | { type: 'gap.count'; at: EpochMs; start: EpochMs; pieces: Interval[] }
  /** The person did not. */
  | { type: 'gap.leave'; at: EpochMs; start: EpochMs };
