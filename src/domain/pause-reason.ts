/** Why an open session is not counting. */
export type PauseReason =
  | 'elsewhere'
  | 'hidden'
  | 'unfocused'
  | 'idle'
  | 'locked'
  | 'asleep'
  | 'by-hand'
  | 'tracking-off'
  | 'closed';

/** The names of the sentences, in the locale files, that say why a session does not count. */
const reasonWords = {
  elsewhere: 'reason_elsewhere',
  hidden: 'reason_hidden',
  unfocused: 'reason_unfocused',
  idle: 'reason_idle',
  locked: 'reason_locked',
  asleep: 'reason_asleep',
  'by-hand': 'reason_by_hand',
  'tracking-off': 'reason_tracking_off',
  closed: 'reason_closed',
} as const satisfies Record<PauseReason, string>;

/** The name of the sentence that says why an open session counts, does not count, or ends. */
export const reasonWord = (session: {
  state: 'counting' | 'paused' | 'ending';
  pausedBecause: PauseReason | null;
}): (typeof reasonWords)[PauseReason] | 'reason_counting' | 'reason_ending' => {
  if (session.state === 'ending') return 'reason_ending';
  return session.pausedBecause === null ? 'reason_counting' : reasonWords[session.pausedBecause];
};
