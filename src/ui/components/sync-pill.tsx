import type { SyncState, SyncView } from '../../domain/view.ts';
import type { IconName } from './icons.ts';
import { Octicon } from './octicon.tsx';

const iconOf: Record<SyncState, IconName> = {
  'signed-out': 'person',
  offline: 'cloudOffline',
  failed: 'alert',
  syncing: 'sync',
  pending: 'clock',
  synced: 'checkCircle',
};

const wordsOf = (status: SyncView): string => {
  switch (status.state) {
    case 'signed-out':
      return 'Signed out';
    case 'offline':
      return status.pending > 0 ? `Offline, ${status.pending} waiting` : 'Offline';
    case 'failed':
      return `${status.failed} failed`;
    case 'syncing':
      return 'Syncing';
    case 'pending':
      return `${status.pending} waiting`;
    case 'synced':
      return 'Synced';
  }
};

/** Where delivery as a whole stands: an icon and words. */
export const SyncPill = ({ status }: { status: SyncView }) => (
  <>
    <Octicon name={iconOf[status.state]} />
    <span>{wordsOf(status)}</span>
  </>
);
