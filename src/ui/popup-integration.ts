import { h, render } from 'preact';
import type { SyncView } from '../domain/view.ts';
import { SyncPill } from './components/sync-pill.tsx';
import { send } from './send.ts';
import { saySync } from './sentences.ts';
import { loadView } from './stored-view.ts';

/** Where delivery stands while the worker has not yet said anything: nobody has signed in. */
export const unknownSync: SyncView = {
  state: 'signed-out',
  pending: 0,
  failed: 0,
  nextAttemptAt: null,
  lastSyncTime: null,
};

/** Where delivery stands, read from storage without waking the worker. */
export const getPopupSyncStatus = async (): Promise<SyncView> => {
  const stored = await loadView();
  return stored.kind === 'readable' ? stored.view.sync : unknownSync;
};

/** Draws a sync status into `container`, as an icon and words, and names it in `data-state`. */
export const renderSyncStatus = (container: HTMLElement | null, status: SyncView): void => {
  if (container === null) return;
  container.dataset.state = status.state;
  container.title = saySync(status);
  render(h(SyncPill, { status }), container);
};

/** Asks for a sync now. Rejects with an `Error` whose message is the refusal's. */
export const triggerManualSync = async (): Promise<void> => {
  const reply = await send({ type: 'SYNC_NOW' });
  if (!reply.ok) throw new Error(reply.error.message);
};

export { loadSessionHistory, loadStats } from './loaded-records.ts';
