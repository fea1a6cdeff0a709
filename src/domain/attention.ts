import type { EpochMs } from './time.ts';

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

/** What a browser page showing a pull request last said of itself. */
export interface PageEvidence {
  visible: boolean;
  /** The last input of the person in that page. */
  inputAt: EpochMs;
}
