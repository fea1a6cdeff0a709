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

/** Why a session counts (`null`) or does not, as one sentence for a person. */
export const explain = (because: PauseReason | null): string => {
  switch (because) {
    case null:
      return 'Counting: this pull request has your attention.';
    case 'elsewhere':
      return 'Paused: another pull request has your attention.';
    case 'hidden':
      return 'Paused: its tab is in the background.';
    case 'unfocused':
      return 'Paused: the browser window is not focused.';
    case 'idle':
      return 'Paused: there was no input for a while.';
    case 'locked':
      return 'Paused: the screen is locked.';
    case 'asleep':
      return 'Paused: the browser was away. Time without evidence does not count.';
    case 'by-hand':
      return 'Paused by you.';
    case 'tracking-off':
      return 'Paused: tracking is off.';
    case 'closed':
      return 'Ending: its page was closed.';
  }
};
