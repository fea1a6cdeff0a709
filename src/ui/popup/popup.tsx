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

/** The first frame may be late, and never comes where nobody looks at the page: no row waits longer than this. */
const PAINTED_WITHIN_MS = 150;

const store = createPopupStore();
const root = document.getElementById('popup');

if (root !== null) {
  nameDocument('extension_name');
  followView((stored) => store.trigger.viewRead({ stored }));
  store.trigger.viewRead({ stored: await loadView() });
  void loadPolicy().then((policy) => store.trigger.policyRead({ locked: lockedBy(policy) }));
  keepTime(store);
  tellNetwork(store);
  render(
    <PopupStoreContext.Provider value={store}>
      <App />
    </PopupStoreContext.Provider>,
    root,
  );
  requestAnimationFrame(() => setTimeout(store.trigger.painted));
  setTimeout(store.trigger.painted, PAINTED_WITHIN_MS);
  followBackendWeek(store);
}
