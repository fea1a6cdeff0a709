import { render } from 'preact';
import { loadTrace } from '../stored-trace.ts';
import { followView, loadView } from '../stored-view.ts';
import { nameDocument } from '../words.ts';
import { followPermissions } from './host-permissions.ts';
import { OptionsStoreContext } from './options-context.ts';
import { OptionsPage } from './options-page.tsx';
import { createOptionsStore } from './options-store.ts';
import { followStorageUse } from './storage-use.ts';
import { followSettings, readSettings } from './stored-settings.ts';

const store = createOptionsStore();
const root = document.getElementById('options');

if (root !== null) {
  nameDocument('options_title');
  followSettings(store);
  followStorageUse(store);
  followView((stored) => store.trigger.viewRead({ stored }));
  void loadTrace().then(
    (trace) => store.trigger.traceRead({ trace }),
    () => {},
  );
  store.trigger.viewRead({ stored: await loadView() });
  await Promise.all([readSettings(store), followPermissions(store)]);
  render(
    <OptionsStoreContext.Provider value={store}>
      <OptionsPage />
    </OptionsStoreContext.Provider>,
    root,
  );
}
