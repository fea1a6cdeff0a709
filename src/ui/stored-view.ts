import { VIEW_KEY } from '../messages/keys.ts';
import { readView, type StoredView } from './view-schema.ts';

/** Reads the View from storage, without waking the worker. Storage that cannot be read is an unreadable View. */
export const loadView = async (): Promise<StoredView> => {
  try {
    const stored = await chrome.storage.local.get(VIEW_KEY);
    return readView(stored[VIEW_KEY]);
  } catch {
    return { kind: 'unreadable' };
  }
};

/** Calls `onView` at every change of the View, for as long as the page lives. */
export const followView = (onView: (stored: StoredView) => void): void => {
  chrome.storage.onChanged.addListener((changes, area) => {
    const change = area === 'local' ? changes[VIEW_KEY] : undefined;
    if (change !== undefined) onView(readView(change.newValue));
  });
};
