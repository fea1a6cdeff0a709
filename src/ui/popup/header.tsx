import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SyncView } from '../../domain/view.ts';
import { Octicon } from '../components/octicon.tsx';
import { OptionsIconLink } from '../components/page-links.tsx';
import { hasPanel, openPanel } from '../open-panel.ts';
import { renderSyncStatus, triggerManualSync, unknownSync } from '../popup-integration.ts';
import { say } from '../words.ts';
import { useAction, usePopupStore } from './popup-context.ts';

const whyNot = (sync: SyncView | null): string | null =>
  sync === null || sync.state === 'signed-out' ? say('popup_sign_in_first') : null;

const SyncButton = ({ sync }: { sync: SyncView | null }) => {
  const store = usePopupStore();
  const asked = useAction('sync', () =>
    triggerManualSync().then(
      () => null,
      (error: Error) => error.message,
    ),
  );
  const reason = whyNot(sync);
  const busy = asked.busy || sync?.state === 'syncing';
  const onClick = (): void => {
    if (reason !== null) store.trigger.problemShown({ problem: reason });
    else if (!busy) asked.run();
  };
  return (
    <button
      id="sync-button"
      type="button"
      class="icon-button"
      aria-label={say('popup_sync_now')}
      aria-description={reason ?? undefined}
      aria-disabled={reason !== null || busy}
      aria-busy={busy}
      title={reason ?? say(busy ? 'state_syncing' : 'popup_sync_now')}
      onClick={onClick}
    >
      <Octicon name="sync" class={busy ? 'spinning' : ''} />
    </button>
  );
};

const PanelButton = () => (
  <button
    id="panel-button"
    type="button"
    class="icon-button"
    aria-label={say('popup_open_panel')}
    title={say('popup_open_panel')}
    onClick={() => void openPanel().then(() => window.close())}
  >
    <Octicon name="sidebarExpand" />
  </button>
);

/** The product's name, where delivery stands, a sync by hand, and the way to the options. */
export const Header = ({ sync }: { sync: SyncView | null }) => {
  const status = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => renderSyncStatus(status.current, sync ?? unknownSync), [sync]);
  return (
    <header class="header">
      <Octicon name="stopwatch" class="logo" />
      <h1>{say('extension_name')}</h1>
      <div id="sync-status" class="pill" role="status" ref={status} />
      <div class="header-actions">
        <SyncButton sync={sync} />
        {hasPanel() && <PanelButton />}
        <OptionsIconLink />
      </div>
    </header>
  );
};
