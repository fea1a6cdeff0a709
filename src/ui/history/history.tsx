import { render } from 'preact';
import { lastLocalDays } from '../../domain/local-days.ts';
import { toEpochMs } from '../../domain/time.ts';
import { followStoredHistory } from '../stored-history.ts';
import { followView, loadView } from '../stored-view.ts';
import type { StoredView } from '../view-schema.ts';
import { nameDocument } from '../words.ts';
import { HistoryStoreContext } from './history-context.ts';
import { HistoryPage } from './history-page.tsx';
import { createHistoryStore } from './history-store.ts';
import { loadRange } from './load-range.ts';

/** Several changes within this time, in milliseconds, are looked at together. */
const SETTLE_MS = 250;

const store = createHistoryStore();
const root = document.getElementById('history');

const load = async (): Promise<void> => {
  const now = toEpochMs(Date.now());
  const { days } = store.getSnapshot().context;
  const loaded = await loadRange(toEpochMs(lastLocalDays(now, days).boundaries[0] ?? 0));
  if (store.getSnapshot().context.days === days) store.trigger.rangeLoaded({ loaded, now });
};

let timer: ReturnType<typeof setTimeout> | undefined;
const loadSoon = (): void => {
  clearTimeout(timer);
  timer = setTimeout(() => void load(), SETTLE_MS);
};

/** Whether the backend can be asked, as far as the View tells. */
const reachOf = (stored: StoredView): string =>
  stored.kind === 'readable'
    ? `${stored.view.auth.state} ${stored.view.sync.state === 'offline'}`
    : stored.kind;

if (root !== null) {
  nameDocument('history_title');
  let reach = reachOf(await loadView());
  followView((stored) => {
    if (reachOf(stored) === reach) return;
    reach = reachOf(stored);
    loadSoon();
  });
  followStoredHistory(loadSoon);
  addEventListener('online', loadSoon);
  addEventListener('offline', loadSoon);
  let { days } = store.getSnapshot().context;
  store.subscribe(({ context }) => {
    if (context.days === days) return;
    days = context.days;
    void load();
  });
  render(
    <HistoryStoreContext.Provider value={store}>
      <HistoryPage />
    </HistoryStoreContext.Provider>,
    root,
  );
  await load();
}
