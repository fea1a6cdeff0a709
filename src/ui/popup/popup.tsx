import { render } from 'preact';
import { loadPolicy, lockedBy } from '../policy.ts';
import { followView, loadView } from '../stored-view.ts';
import { nameDocument } from '../words.ts';
import { App } from './app.tsx';
import { followBackendWeek } from './backend-week.ts';
import { tellNetwork } from './network.ts';
import { PopupStoreContext } from './popup-context.ts';
import { createPopupStore } from './popup-store.ts';
import { keepTime } from './ticks.ts';

/** The first paint may be late, and never comes where nobody looks at the page: nothing waits longer for it. */
const PAINTED_WITHIN_MS = 150;

/** Resolves when something has been painted. */
const firstPaint = (): Promise<void> =>
  new Promise((painted) => {
    new PerformanceObserver(() => painted()).observe({ type: 'paint', buffered: true });
    setTimeout(painted, PAINTED_WITHIN_MS);
  });

const store = createPopupStore();
const root = document.getElementById('popup');

if (root !== null) {
  followView((stored) => store.trigger.viewRead({ stored }));
  const stored = loadView();
  nameDocument('extension_name');
  store.trigger.viewRead({ stored: await stored });
  render(
    <PopupStoreContext.Provider value={store}>
      <App />
    </PopupStoreContext.Provider>,
    root,
  );
  await firstPaint();
  store.trigger.painted();
  keepTime(store);
  void loadPolicy().then((policy) => store.trigger.policyRead({ locked: lockedBy(policy) }));
  tellNetwork(store);
  followBackendWeek(store);
}
