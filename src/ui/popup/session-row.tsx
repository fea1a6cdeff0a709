import type { DeliveryState, RecentSessionView } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import type { IconName } from '../components/icons.ts';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { sayDelivery, sayFailure } from '../sentences.ts';
import { say } from '../words.ts';
import { useCommand, useSecondPress } from './popup-context.ts';

const deliveryIcon: Record<DeliveryState, IconName> = {
  queued: 'clock',
  retrying: 'sync',
  failed: 'alert',
  synced: 'checkCircle',
};

const Discard = ({ session }: { session: RecentSessionView }) => {
  const discard = useCommand({ type: 'DISCARD_SESSION', data: { id: session.id } });
  const { asked, press, forget } = useSecondPress(`discard ${session.id}`, discard.run);
  return (
    <Button
      look={asked ? 'danger-emphasis' : 'danger'}
      size="small"
      busy={discard.busy}
      onBlur={forget}
      onClick={press}
    >
      {say(asked ? 'popup_discard_asked' : 'popup_discard')}
    </Button>
  );
};

const Repair = ({ session }: { session: RecentSessionView }) => {
  const retry = useCommand({ type: 'RETRY_SESSION', data: { id: session.id } });
  return (
    <div class="repair">
      {session.problem !== null && (
        <p class="problem" title={sayFailure(session.problem)}>
          <bdi>{sayFailure(session.problem)}</bdi>
        </p>
      )}
      {session.problem === null && session.sync === 'failed' && (
        <p class="unanswered">{say('popup_exhausted')}</p>
      )}
      {session.can.length > 0 && (
        <div class="actions">
          {session.can.includes('retry') && (
            <Button size="small" busy={retry.busy} onClick={retry.run}>
              {say('popup_retry')}
            </Button>
          )}
          {session.can.includes('discard') && <Discard session={session} />}
        </div>
      )}
    </div>
  );
};

/** One ended session: what was reviewed, for how long, and where its delivery stands. */
export const SessionRow = ({ session }: { session: RecentSessionView }) => (
  <li class="row" data-sync={session.sync}>
    <PullRequestLink pr={session} class="row-title" />
    <span class="row-amount tabular">{localFormat.duration(session.durationSeconds)}</span>
    <div class="row-place">
      <PullRequestPlace pr={session} />
      <time title={localFormat.range(session.startedAt, session.endedAt)}>
        {localFormat.time(session.startedAt)}
      </time>
    </div>
    <span class="delivery">
      <Octicon name={deliveryIcon[session.sync]} />
      {sayDelivery(session.sync)}
    </span>
    {(session.sync === 'failed' || session.can.length > 0) && <Repair session={session} />}
  </li>
);
