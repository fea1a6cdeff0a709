import type { SyncState, SyncView } from '../../domain/view.ts';
import { saySyncBriefly } from '../sentences.ts';
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

/** Where delivery as a whole stands: an icon and words. */
export const SyncPill = ({ status }: { status: SyncView }) => (
  <>
    <Octicon name={iconOf[status.state]} />
    <span>{saySyncBriefly(status)}</span>
  </>
);
