import { render } from 'preact';
import { toEpochMs } from '../../domain/time.ts';
import { LEDGER_KEY, TRACE_KEY } from '../../messages/keys.ts';
import { readLedger } from '../ledger.ts';
import { loadTrace, readTrace } from '../stored-trace.ts';
import { followView, loadView } from '../stored-view.ts';
import { nameDocument } from '../words.ts';
import { PanelStoreContext } from './panel-context.ts';
import { PanelPage } from './panel-page.tsx';
import { createPanelStore } from './panel-store.ts';
import { isHistoryKey, loadDay, midnightBefore } from './stored-days.ts';
import { isQueueKey, loadQueue } from './stored-items.ts';

/** While records change one after the other, they are read again at most this often. */
const READ_EVERY_MS = 250;

const store = createPanelStore();
const state = () => store.getSnapshot().context;

/** Does `work` now, and again after what comes meanwhile. */
const atMostEvery = (ms: number, work: () => Promise<void>): (() => void) => {
  let isResting = false;
  let isWanted = false;
  const run = (): void => {
    isWanted = isResting;
    if (isResting) return;
    isResting = true;
    void work();
    setTimeout(() => {
      isResting = false;
      if (isWanted) run();
    }, ms);
  };
  return run;
};

const readQueue = atMostEvery(READ_EVERY_MS, async () =>
  store.trigger.queueRead({ queue: await loadQueue(state().shown) }),
);
const readDay = atMostEvery(READ_EVERY_MS, async () =>
  store.trigger.dayRead({ day: await loadDay(midnightBefore(toEpochMs(Date.now()))) }),
);

const follow = (): void => {
  followView((stored) => store.trigger.viewRead({ stored }));
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'session') {
      const { [TRACE_KEY]: trace, [LEDGER_KEY]: ledger } = changes;
      if (trace) store.trigger.traceRead({ trace: readTrace(trace.newValue) });
      if (ledger) store.trigger.ledgerRead({ ledger: readLedger(ledger.newValue) });
    }
    if (area !== 'local') return;
    const keys = Object.keys(changes);
    if (keys.some(isQueueKey)) readQueue();
    if (keys.some(isHistoryKey)) {
      readDay();
      readQueue();
    }
  });
};

/** The panel may stay open for days: its clock moves, and a new day is read. */
const keepTime = (): void => {
  setInterval(() => {
    const now = toEpochMs(Date.now());
    if (midnightBefore(now) !== midnightBefore(state().now)) readDay();
    store.trigger.ticked({ now });
  }, 1_000);
};

const root = document.getElementById('panel');

if (root !== null) {
  nameDocument('panel_title');
  follow();
  store.trigger.viewRead({ stored: await loadView() });
  const stored = await chrome.storage.session.get<Record<string, unknown>>(LEDGER_KEY);
  store.trigger.ledgerRead({ ledger: readLedger(stored[LEDGER_KEY]) });
  store.trigger.traceRead({ trace: await loadTrace() });
  let shown = state().shown;
  store.subscribe(({ context }) => {
    if (context.shown === shown) return;
    shown = context.shown;
    readQueue();
  });
  readQueue();
  readDay();
  keepTime();
  render(
    <PanelStoreContext.Provider value={store}>
      <PanelPage />
    </PanelStoreContext.Provider>,
    root,
  );
}
