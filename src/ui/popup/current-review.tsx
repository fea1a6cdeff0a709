import type { PauseReason } from '../../domain/pause-reason.ts';
import type { OpenSessionView } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import type { IconName } from '../components/icons.ts';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { sayReason, sayState } from '../sentences.ts';
import { say } from '../words.ts';
import { useCommand } from './popup-context.ts';
import { ReviewMenu } from './review-menu.tsx';
import { Timer } from './timer.tsx';

const reasonIcon: Record<PauseReason, IconName> = {
  elsewhere: 'gitPullRequest',
  hidden: 'eyeClosed',
  unfocused: 'deviceDesktop',
  idle: 'hourglass',
  locked: 'lock',
  asleep: 'moon',
  'by-hand': 'pause',
  'tracking-off': 'circleSlash',
  closed: 'x',
};

const iconOf = (session: OpenSessionView): IconName => {
  if (session.state === 'counting') return 'dotFill';
  return session.pausedBecause === null ? 'clock' : reasonIcon[session.pausedBecause];
};

const Actions = ({ session }: { session: OpenSessionView }) => {
  const data = { id: session.id };
  const pause = useCommand({ type: 'PAUSE_SESSION', data });
  const resume = useCommand({ type: 'RESUME_SESSION', data });
  const end = useCommand({ type: 'END_SESSION', data });
  const can = new Set(session.can);
  return (
    <div class="actions">
      {can.has('pause') && (
        <Button key="primary" look="primary" icon="pause" busy={pause.busy} onClick={pause.run}>
          {say('popup_pause')}
        </Button>
      )}
      {can.has('resume') && (
        <Button key="primary" look="primary" icon="play" busy={resume.busy} onClick={resume.run}>
          {say('popup_resume')}
        </Button>
      )}
      {can.has('end') && (
        <Button busy={end.busy} onClick={end.run}>
          {say('popup_end')}
        </Button>
      )}
    </div>
  );
};

/** The review that has the person's attention, or had it last. */
export const CurrentReview = ({ session }: { session: OpenSessionView }) => (
  <section class="current" data-state={session.state} aria-label={say('popup_current_review')}>
    <div class="current-head">
      <h2>
        <PullRequestLink pr={session} class="title" />
      </h2>
      <ReviewMenu session={session} />
    </div>
    <PullRequestPlace pr={session} />
    <div class="running">
      <span class="timer" role="timer" aria-label={say('popup_counted_time')}>
        <Timer session={session} />
      </span>
      <span class="state">
        <Octicon name={iconOf(session)} />
        {sayState(session)}
      </span>
    </div>
    <p class="sentence">{sayReason(session)}</p>
    {session.can.length > 0 && <Actions session={session} />}
  </section>
);
