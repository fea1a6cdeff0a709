import type { PauseReason } from '../../domain/pause-reason.ts';
import type { OpenSessionView, SessionCommand } from '../../domain/view.ts';
import type { Command } from '../../messages/commands.ts';
import { ChartStrip } from '../charts/chart-strip.tsx';
import { sessionPosition } from '../charts/positions.ts';
import { Button } from '../components/button.tsx';
import type { IconName } from '../components/icons.ts';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { sayReason, sayState } from '../sentences.ts';
import { say, type Word } from '../words.ts';
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

/** What the one button does, by what the machine can do: the first of these that it can. */
const primaries: [SessionCommand, Exclude<Command['type'], 'START_SESSION'>, Word, IconName][] = [
  ['pause', 'PAUSE_SESSION', 'popup_pause', 'pause'],
  ['resume', 'RESUME_SESSION', 'popup_resume', 'play'],
  ['end', 'END_SESSION', 'popup_end', 'check'],
];

const Primary = ({ session: { id, can } }: { session: OpenSessionView }) => {
  const [name = 'end', type, word = 'popup_end', icon = 'check'] =
    primaries.find(([command]) => can.includes(command)) ?? [];
  const { busy, run } = useCommand({ type: type ?? 'END_SESSION', data: { id } } as Command);
  return (
    <Button look={name === 'end' ? 'default' : 'primary'} icon={icon} busy={busy} onClick={run}>
      {say(word)}
    </Button>
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
      {session.can.length > 0 && <Primary session={session} />}
    </div>
    <p class="sentence">
      <span class="state">
        <Octicon name={iconOf(session)} />
        {sayState(session)}
      </span>{' '}
      {sayReason(session)}
    </p>
    <ChartStrip machine="session" position={sessionPosition(session)} />
  </section>
);
