import type { ComponentChildren } from 'preact';
import type { DeliveryState, RecentSessionView } from '../../domain/view.ts';
import type { IconName } from '../components/icons.ts';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { sayDelivery } from '../sentences.ts';
import { useIsPainted } from './popup-context.ts';

const deliveryIcon: Record<DeliveryState, IconName> = {
  queued: 'clock',
  retrying: 'sync',
  failed: 'alert',
  synced: 'checkCircle',
};

const StartTime = ({ session: { startedAt, endedAt } }: { session: RecentSessionView }) => (
  <time title={useIsPainted() ? localFormat.range(startedAt, endedAt) : undefined}>
    {localFormat.time(startedAt)}
  </time>
);

interface SessionRowProps {
  session: RecentSessionView;
  /** What can be done about it, below. */
  children?: ComponentChildren;
}

/** One ended session: what was reviewed, for how long, and where its delivery stands. */
export const SessionRow = ({ session, children }: SessionRowProps) => (
  <li class="row" data-sync={session.sync}>
    <PullRequestLink pr={session} class="row-title" />
    <span class="row-amount tabular">{localFormat.duration(session.durationSeconds)}</span>
    <div class="row-place">
      <PullRequestPlace pr={session} />
      <StartTime session={session} />
    </div>
    <span class="delivery">
      <Octicon name={deliveryIcon[session.sync]} />
      {sayDelivery(session.sync)}
    </span>
    {children}
  </li>
);
