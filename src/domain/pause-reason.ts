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
      return 'This pull request has your attention.';
    case 'elsewhere':
      return 'Another pull request has your attention.';
    case 'hidden':
      return 'Its tab is in the background.';
    case 'unfocused':
      return 'The browser window is not focused.';
    case 'idle':
      return 'There was no input for a while.';
    case 'locked':
      return 'The screen is locked.';
    case 'asleep':
      return 'The machine slept, or the browser was away. Time without evidence does not count.';
    case 'by-hand':
      return 'You paused it.';
    case 'tracking-off':
      return 'Tracking is off.';
    case 'closed':
      return 'Its page was closed.';
  }
};
