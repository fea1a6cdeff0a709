import { loadPolicy } from '../policy.ts';
import type { OptionsStore, StoredSettings } from './options-store.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const load = async (): Promise<StoredSettings> => {
  const [{ settings }, policy] = await Promise.all([chrome.storage.local.get('settings'), loadPolicy()]);
  return { own: isRecord(settings) ? settings : {}, policy };
};

/** Reads what is stored into the store of the page. Storage that cannot be read leaves what is shown. */
export const readSettings = async (store: OptionsStore): Promise<void> => {
  try {
    store.trigger.settingsRead(await load());
  } catch {
    // The browser's storage is out of reach: the fields keep what they show.
  }
};

/** Reads again whenever the settings or the organisation's policy change, for as long as the page lives. */
export const followSettings = (store: OptionsStore): void => {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'managed' || (area === 'local' && 'settings' in changes)) void readSettings(store);
  });
};
