import type { Notice, View } from '../../domain/view.ts';
import { Banner } from '../components/banner.tsx';
import { DeletedNotice } from '../components/deleted-notice.tsx';
import { sayNotice } from '../sentences.ts';
import { say } from '../words.ts';
import { usePopup, usePopupStore } from './popup-context.ts';
import { TurnTrackingOn } from './tracking.tsx';

const toneOf: Record<Notice['kind'], 'attention' | 'danger'> = {
  'storage-failed': 'danger',
  quarantined: 'attention',
  refilled: 'attention',
};

/** Why the person's last action was refused. */
export const Problem = () => {
  const store = usePopupStore();
  const problem = usePopup((state) => state.problem);
  return problem === null ? null : (
    <Banner tone="danger" icon="alert" urgent onDismiss={() => store.trigger.problemDismissed()}>
      {problem}
    </Banner>
  );
};

/** A review that the person has just deleted, and the way back. */
export const Deleted = () => {
  const store = usePopupStore();
  const id = usePopup((state) => state.deleted);
  return id === null ? null : <DeletedNotice id={id} onGone={() => store.trigger.deletionForgotten()} />;
};

/** What the worker wants the person to know. */
export const Notices = ({ view }: { view: View }) => (
  <>
    {!view.trackingEnabled && (
      <Banner tone="attention" icon="circleSlash" action={<TurnTrackingOn />}>
        {say('notice_tracking_off')}
      </Banner>
    )}
    {view.notices.map((notice) => (
      <Banner key={notice.kind} tone={toneOf[notice.kind]} icon="alert">
        {sayNotice(notice)}
      </Banner>
    ))}
  </>
);
