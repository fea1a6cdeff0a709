import type { OptionsStore } from './options-store.ts';

const originOf = (host: string): string => `https://${host}/*`;
const hostOf = (origin: string): string => origin.replace(/^\w+:\/\//, '').replace(/\/.*$/, '');

const readAllowed = async (store: OptionsStore): Promise<void> => {
  const { origins = [] } = await chrome.permissions.getAll();
  store.trigger.hostsAllowed({ hosts: origins.map(hostOf) });
};

/** Keeps the store's list of hosts that the extension may see. */
export const followPermissions = async (store: OptionsStore): Promise<void> => {
  const follow = (): void => void readAllowed(store);
  chrome.permissions.onAdded.addListener(follow);
  chrome.permissions.onRemoved.addListener(follow);
  await readAllowed(store);
};

/** Asks the person, through the browser, to let the extension see a host. Only from within a click or a key press. */
export const askForHost = async (host: string): Promise<boolean> => {
  try {
    return await chrome.permissions.request({ origins: [originOf(host)] });
  } catch {
    return false;
  }
};

/** Gives the permission back. Where the browser keeps it, nothing is done with it. */
export const giveUpHost = async (host: string): Promise<void> => {
  await chrome.permissions.remove({ origins: [originOf(host)] }).catch(() => false);
};
