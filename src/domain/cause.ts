import type { PauseReason } from './pause-reason.ts';

/** What a person did last to show that they are there: in the page, by turning to it, or by a command. */
export const INPUT_KINDS = ['pointer', 'scroll', 'key', 'selection', 'look', 'command'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** Why a stretch of counted time began. */
export const BEGIN_CAUSES = [
  'opened',
  'looked-at',
  'input',
  'unlocked',
  'woken',
  'resumed',
  'tracking-on',
  'by-hand',
  'given-back',
] as const;
export type BeginCause = (typeof BEGIN_CAUSES)[number];

/** Why it ended: what kept the time from counting after it, or what ended the session itself. */
export const END_CAUSES = [
  'elsewhere',
  'hidden',
  'unfocused',
  'idle',
  'locked',
  'asleep',
  'by-hand',
  'tracking-off',
  'closed',
  'ended-by-hand',
  'crashed',
  'given-back',
] as const satisfies readonly (PauseReason | string)[];
export type EndCause = (typeof END_CAUSES)[number];

/** Why time counts again that did not count for a reason; `null` where there was nothing before. */
export const beginAfter = (because: PauseReason | null): BeginCause => {
  switch (because) {
    case null:
    case 'closed':
      return 'opened';
    case 'elsewhere':
    case 'hidden':
    case 'unfocused':
      return 'looked-at';
    case 'idle':
      return 'input';
    case 'locked':
      return 'unlocked';
    case 'asleep':
      return 'woken';
    case 'by-hand':
      return 'resumed';
    case 'tracking-off':
      return 'tracking-on';
  }
};
