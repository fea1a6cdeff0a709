import type { FunctionComponent } from 'preact';
import { useRef } from 'preact/hooks';
import { Banner } from '../components/banner.tsx';
import { DeletedNotice } from '../components/deleted-notice.tsx';
import { Octicon } from '../components/octicon.tsx';
import { HistoryIconLink, OptionsIconLink } from '../components/page-links.tsx';
import { SyncPill } from '../components/sync-pill.tsx';
import { ReloadState } from '../popup/fallback-states.tsx';
import { unknownSync } from '../popup-integration.ts';
import { say, type Word } from '../words.ts';
import { ChartsTab } from './charts-tab.tsx';
import { DiagnosticsTab } from './diagnostics-tab.tsx';
import { LedgerTab } from './ledger-tab.tsx';
import { usePanel, usePanelStore } from './panel-context.ts';
import { TABS, type Tab } from './panel-store.ts';
import { QueueTab } from './queue-tab.tsx';

const sections: Record<Tab, { word: Word; Section: FunctionComponent }> = {
  ledger: { word: 'panel_tab_ledger', Section: LedgerTab },
  queue: { word: 'panel_tab_queue', Section: QueueTab },
  charts: { word: 'panel_tab_charts', Section: ChartsTab },
  diagnostics: { word: 'panel_tab_diagnostics', Section: DiagnosticsTab },
};

/** The tab that a key leads to; none for a key that moves nothing. */
const tabAfter = (key: string, tab: Tab): Tab | undefined => {
  const at = TABS.indexOf(tab);
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return TABS[(at + 1) % TABS.length];
  if (key === back) return TABS.at(at - 1);
  if (key === 'Home') return TABS[0];
  return key === 'End' ? TABS.at(-1) : undefined;
};

const FailedCount = () => {
  const failed = usePanel(({ queue }) => queue?.failed ?? 0);
  return failed === 0 ? null : <span class="counter">{failed}</span>;
};

const Tabs = () => {
  const store = usePanelStore();
  const chosen = usePanel((state) => state.tab);
  const list = useRef<HTMLDivElement>(null);
  const choose = (tab: Tab): void => {
    store.trigger.tabChosen({ tab });
    list.current?.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={say('panel_tabs')}>
      {TABS.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          type="button"
          role="tab"
          aria-selected={tab === chosen}
          aria-controls="section"
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => choose(tab)}
          onKeyDown={(event) => {
            const next = tabAfter(event.key, tab);
            if (next === undefined) return;
            event.preventDefault();
            choose(next);
          }}
        >
          {say(sections[tab].word)}
          {tab === 'queue' && <FailedCount />}
        </button>
      ))}
    </div>
  );
};

const Problem = () => {
  const store = usePanelStore();
  const problem = usePanel((state) => state.problem);
  return problem === null ? null : (
    <Banner tone="danger" icon="alert" urgent onDismiss={() => store.trigger.problemDismissed()}>
      {problem}
    </Banner>
  );
};

const Deleted = () => {
  const store = usePanelStore();
  const id = usePanel((state) => state.deleted);
  return id === null ? null : <DeletedNotice key={id} id={id} onGone={() => store.trigger.deletionOver()} />;
};

/** The side panel: where the time comes from, what is owed, how the machines stand, and what happened. */
export const PanelPage = () => {
  const stored = usePanel((state) => state.stored);
  const tab = usePanel((state) => state.tab);
  if (stored.kind === 'unreadable') return <ReloadState />;
  const sync = stored.kind === 'readable' ? stored.view.sync : unknownSync;
  const { Section } = sections[tab];
  return (
    <>
      <header class="panel-header">
        <div class="panel-name">
          <Octicon name="stopwatch" class="logo" />
          <h1>{say('extension_name')}</h1>
          <div class="pill" data-state={sync.state} role="status">
            <SyncPill status={sync} />
          </div>
          <div class="header-actions">
            <HistoryIconLink />
            <OptionsIconLink />
          </div>
        </div>
        <Tabs />
      </header>
      <Problem />
      <Deleted />
      <main>
        <div id="section" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          <Section />
        </div>
      </main>
    </>
  );
};
