import { send } from '../send.ts';
import type { PopupStore } from './popup-store.ts';

/**
 * Tells the worker when the network comes or goes: pages hear of it, workers do not. What came or went before
 * the popup was opened is told at once.
 */
export const tellNetwork = (store: PopupStore): void => {
  const tell = (): void => void send({ type: 'NETWORK_CHANGED' });
  addEventListener('online', tell);
  addEventListener('offline', tell);
  const { stored } = store.getSnapshot().context;
  const isSaidOffline = stored.kind === 'readable' && stored.view.sync.state === 'offline';
  if (navigator.onLine === isSaidOffline) tell();
};
