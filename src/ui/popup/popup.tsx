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
  followBackendWeek(store);
}
