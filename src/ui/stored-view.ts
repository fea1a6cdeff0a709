import { VIEW_KEY } from '../messages/keys.ts';
import { send } from './send.ts';
import { readView, type StoredView } from './view-schema.ts';

/**
 * Reads the View where the worker left it, without waking it. Where a browser has just begun and none is there, the
 * worker is asked. Storage that cannot be read is an unreadable View.
 */
export const loadView = async (): Promise<StoredView> => {
  try {
    const stored = await chrome.storage.session.get(VIEW_KEY);
    if (stored[VIEW_KEY] !== undefined) return readView(stored[VIEW_KEY]);
    const reply = await send({ type: 'LOAD_VIEW' });
    return readView(reply.ok ? (reply.view ?? undefined) : undefined);
  } catch {
    return { kind: 'unreadable' };
  }
};

/** Calls `onView` at every change of the View, for as long as the page lives. */
export const followView = (onView: (stored: StoredView) => void): void => {
  chrome.storage.onChanged.addListener((changes, area) => {
    const change = area === 'session' ? changes[VIEW_KEY] : undefined;
    if (change !== undefined) onView(readView(change.newValue));
  });
};
