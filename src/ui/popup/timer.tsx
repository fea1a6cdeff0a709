import type { EpochMs } from '../../domain/time.ts';
import type { OpenSessionView } from '../../domain/view.ts';
import { countedMs } from '../counted-time.ts';
import { clock } from '../locale-format.ts';
import { say } from '../words.ts';
import { usePopup } from './popup-context.ts';

/** The counted time of an open session. Its text is all that a tick draws again. */
export const Timer = ({ session }: { session: OpenSessionView }) => {
  const text = usePopup((state) => clock(countedMs(session, state.now)));
  return <>{text}</>;
};

/** The time left until an instant. */
export const Countdown = ({ until }: { until: EpochMs }) => {
  const text = usePopup((state) => {
    const seconds = Math.ceil((until - state.now) / 1000);
    if (seconds <= 0) return say('state_next_try_now');
    return seconds < 60
      ? say('state_next_try_seconds', seconds)
      : say('state_next_try_minutes', Math.ceil(seconds / 60));
  });
  return <>{text}</>;
};
