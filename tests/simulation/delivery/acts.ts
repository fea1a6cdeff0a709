import type { Deed } from './plan.ts';

/** A deed, or the beginning or the end of one that lasts. */
export type Act = { at: number } & (Exclude<Deed, { do: 'review' | 'visit' }> | Step);

type Step =
  | { at: number; do: 'start' | 'end'; review: number; number: number }
  | { at: number; do: 'open' | 'close'; tab: number; number: number }
  | { at: number; do: 'online' }
  | { at: number; do: 'clear-sky' };

const stepsOf = (deed: Deed, index: number): Act[] => {
  const { at } = deed;
  switch (deed.do) {
    case 'review': {
      const { number } = deed;
      return [
        { at, do: 'start', review: index, number },
        { at: at + deed.seconds * 1000, do: 'end', review: index, number },
      ];
    }
    case 'visit': {
      const { number } = deed;
      return [
        { at, do: 'open', tab: index, number },
        { at: at + deed.seconds * 1000, do: 'close', tab: index, number },
      ];
    }
    case 'offline':
      return [deed, { at: at + deed.forMs, do: 'online' }];
    case 'weather':
      return [deed, { at: at + deed.forMs, do: 'clear-sky' }];
    default:
      return [deed];
  }
};

/** All that happens in these deeds, in its order. */
export const actsOf = (deeds: readonly Deed[]): Act[] => deeds.flatMap(stepsOf).sort((a, b) => a.at - b.at);
