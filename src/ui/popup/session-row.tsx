import type { DeliveryState, RecentSessionView } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import type { IconName } from '../components/icons.ts';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { useCommand, usePopup, usePopupStore } from './popup-context.ts';

const deliveryIcon: Record<DeliveryState, IconName> = {
  queued: 'clock',
  retrying: 'sync',
  failed: 'alert',
  synced: 'checkCircle',
};

const deliveryWord: Record<DeliveryState, string> = {
  queued: 'Queued',
  retrying: 'Retrying',
  failed: 'Failed',
  synced: 'Synced',
};

const Discard = ({ session }: { session: RecentSessionView }) => {
  const store = usePopupStore();
  const discard = useCommand({ type: 'DISCARD_SESSION', data: { id: session.id } });
  const asked = usePopup((state) => state.discarding === session.id);
  const onClick = (): void => {
    if (asked) {
      store.trigger.discardForgotten();
      discard.run();
    } else {
      store.trigger.discardAsked({ id: session.id });
    }
  };
  return (
    <Button
      look={asked ? 'danger-emphasis' : 'danger'}
      size="small"
      busy={discard.busy}
      onBlur={() => store.trigger.discardForgotten()}
      onClick={onClick}
    >
      {asked ? 'Discard for good?' : 'Discard'}
    </Button>
  );
};

const Repair = ({ session }: { session: RecentSessionView }) => {
  const retry = useCommand({ type: 'RETRY_SESSION', data: { id: session.id } });
  return (
    <div class="repair">
      {session.problem !== null && (
        <p class="problem" title={session.problem}>
          <bdi>{session.problem}</bdi>
        </p>
      )}
      {session.problem === null && session.sync === 'failed' && (
        <p class="unanswered">No answer after several tries. The next sync tries again.</p>
      )}
      {session.can.length > 0 && (
        <div class="actions">
          {session.can.includes('retry') && (
            <Button size="small" busy={retry.busy} onClick={retry.run}>
              Retry
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
    <time class="row-when" title={localFormat.range(session.startedAt, session.endedAt)}>
      {localFormat.time(session.startedAt)}
    </time>
    <div>
      <PullRequestLink pr={session} class="row-title" />
      <PullRequestPlace pr={session} />
    </div>
    <div class="row-facts">
      <span class="tabular">{localFormat.duration(session.durationSeconds)}</span>
      <span class="delivery">
        <Octicon name={deliveryIcon[session.sync]} />
        {deliveryWord[session.sync]}
      </span>
    </div>
    {(session.sync === 'failed' || session.can.length > 0) && <Repair session={session} />}
  </li>
);
