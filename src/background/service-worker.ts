import { ensureSensor, hushSensor } from '../adapters/sensor-in-tab.ts';
import { TOKEN_KEYS } from '../messages/keys.ts';
import {
  answer,
  handleAlarm,
  initializeBackendIntegration,
  networkChanged,
  recognize,
  storageChanged,
  takeFact,
} from './service-worker-integration.ts';
import { listenToToolbar, makeContextMenus } from './toolbar-actions.ts';
import { welcome } from './welcome.ts';

/** Sees to it that a page has the sensor while it shows a pull request, and no longer. Its own load brings it along. */
const watch = async (tabId: number, url: string, isLoaded: boolean): Promise<void> => {
  if ((await recognize(url)) === null) await hushSensor(tabId);
  else if (isLoaded) await ensureSensor(tabId);
};

const watchAll = async (): Promise<void> => {
  const tabs = await chrome.tabs.query({ discarded: false });
  await Promise.all(tabs.map(({ id, url }) => (id !== undefined && url ? watch(id, url, true) : undefined)));
};

/** Pages that are open already are tracked from now on, or no longer. */
const settingsChanged = async (): Promise<void> => {
  await storageChanged(['settings']);
  await watchAll();
};

chrome.runtime.onInstalled.addListener(async (details) => {
  void makeContextMenus();
  void welcome(details);
  await initializeBackendIntegration();
  await watchAll();
});
chrome.runtime.onStartup.addListener(() => void initializeBackendIntegration());
chrome.alarms.onAlarm.addListener(handleAlarm);
chrome.runtime.onMessage.addListener((message, sender, sendResponse) => {
  void answer(message, sender).then(sendResponse);
  return true;
});
chrome.tabs.onActivated.addListener(({ tabId }) => void takeFact({ tabId, byPerson: true }));
chrome.tabs.onUpdated.addListener((tabId, { url, discarded, status }, tab) => {
  if (url !== undefined || discarded !== undefined)
    void takeFact({ tabId, byPerson: url !== undefined && tab.active });
  const isLoaded = status === 'complete';
  if (tab.url !== undefined && (url !== undefined || isLoaded)) void watch(tabId, tab.url, isLoaded);
});
chrome.tabs.onRemoved.addListener((tabId) => void takeFact({ tabId, removed: true }));
chrome.tabs.onReplaced.addListener((tabId, removed) => {
  void takeFact({ tabId: removed, removed: true });
  void takeFact({ tabId });
});
chrome.windows.onFocusChanged.addListener(() => void takeFact({ byPerson: true }));
chrome.idle.onStateChanged.addListener((state) => void takeFact({ byPerson: state === 'active' }));
chrome.permissions.onRemoved.addListener(() => void settingsChanged());
chrome.permissions.onAdded.addListener(() => void settingsChanged());
chrome.storage.managed.onChanged.addListener(() => void settingsChanged());
chrome.storage.local.onChanged.addListener((changes) => {
  const tokens = TOKEN_KEYS.filter((key) => key in changes);
  if (tokens.length > 0) void storageChanged(tokens);
  if ('settings' in changes) void settingsChanged();
});
listenToToolbar();
self.addEventListener('online', () => void networkChanged());
self.addEventListener('offline', () => void networkChanged());

void chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
void initializeBackendIntegration();
