import type { SyncView } from '../../domain/view.ts';
import { saySync } from '../sentences.ts';
import { Countdown } from './timer.tsx';

const quiet = new Set<SyncView['state']>(['synced', 'signed-out']);

/** The sentence on delivery, while there is something to say. */
export const SyncLine = ({ sync }: { sync: SyncView }) =>
  quiet.has(sync.state) ? null : (
    <p class="sync-line">
      {saySync(sync)} {sync.nextAttemptAt !== null && <Countdown until={sync.nextAttemptAt} />}
    </p>
  );
