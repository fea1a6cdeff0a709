import type { SyncView } from '../../domain/view.ts';
import { localFormat } from '../locale-format.ts';
import { saySync } from '../sentences.ts';
import { say } from '../words.ts';
import { Countdown } from './timer.tsx';

/** Where delivery stands, in a sentence: when all of it was delivered, or what is still to come. */
export const SyncLine = ({ sync }: { sync: SyncView }) => {
  if (sync.state !== 'synced')
    return (
      <>
        {saySync(sync)} {sync.nextAttemptAt !== null && <Countdown until={sync.nextAttemptAt} />}
      </>
    );
  return sync.lastSyncTime === null ? null : say('popup_synced_at', localFormat.time(sync.lastSyncTime));
};
