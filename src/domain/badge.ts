import { reasonWord } from './pause-reason.ts';
import type { EpochMs } from './time.ts';
import type { View } from './view.ts';

type PlainTitle = 'badge_failed' | 'badge_expired' | 'badge_offline' | 'extension_name';

/** What the toolbar shows. At most four characters fit. */
export interface Badge {
  text: string;
  tone: 'counting' | 'paused' | 'attention' | 'offline' | 'idle';
  /** What a person reads on hovering: which review, where one is open, and the text of this name in the locale files. */
  title: { review: string | null; word: ReturnType<typeof reasonWord> | PlainTitle };
}

const minutes = (ms: number): string => {
  const total = Math.floor(ms / 60_000);
  return total < 100 ? `${total}m` : `${Math.floor(total / 60)}h`;
};

/**
 * The badge for a View at a moment: what needs a person comes first, then an outage, then whether it counts. That a
 * sign-in has expired can wait until nothing is open.
 */
export const badgeOf = ({ current, sync, auth }: View, at: EpochMs): Badge => {
  if (sync.state === 'failed')
    return { text: '!', tone: 'attention', title: { review: null, word: 'badge_failed' } };
  if (current === null && auth.state === 'expired')
    return { text: '!', tone: 'attention', title: { review: null, word: 'badge_expired' } };
  const isOffline = sync.state === 'offline';
  if (current === null)
    return {
      text: '',
      tone: isOffline ? 'offline' : 'idle',
      title: { review: null, word: isOffline ? 'badge_offline' : 'extension_name' },
    };
  const running = current.countingSince === null ? 0 : Math.max(0, at - current.countingSince);
  return {
    text: minutes(current.countedMs + running),
    tone: isOffline ? 'offline' : current.state === 'counting' ? 'counting' : 'paused',
    title: { review: `${current.owner}/${current.repo} #${current.number}`, word: reasonWord(current) },
  };
};
