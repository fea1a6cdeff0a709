import { number, object, safeParse, string } from 'valibot';
import type { SignInWindow } from '../ports/sign-in-window.ts';

const NOTE_KEY = 'pendingSignIn';
const WINDOW_KEY = 'signInWindow';
const Note = object({ state: string(), verifier: string() });
const WindowId = number();

/** Notes the window that opens next. */
const noteWindow = ({ id, type }: chrome.windows.Window): void => {
  if (type !== 'popup' || id === undefined) return;
  chrome.windows.onCreated.removeListener(noteWindow);
  void chrome.storage.session.set({ [WINDOW_KEY]: id });
};

/** Resolves when that window is gone; one that is not a lone popup any more is left alone. */
const close = async (id: number): Promise<void> => {
  const found = await chrome.windows.get(id, { populate: true }).catch(() => null);
  if (found?.type !== 'popup' || found.tabs?.length !== 1) return;
  await new Promise<void>((resolve) => {
    const onRemoved = (removed: number): void => {
      if (removed !== id) return;
      chrome.windows.onRemoved.removeListener(onRemoved);
      resolve();
    };
    chrome.windows.onRemoved.addListener(onRemoved);
    chrome.windows.remove(id).catch(() => onRemoved(id));
  });
};

/** Closes what a former sign-in has left open: the browser allows one such window at a time. */
const closeFormer = async (): Promise<void> => {
  const stored = await chrome.storage.session.get(WINDOW_KEY);
  const id = safeParse(WindowId, stored[WINDOW_KEY]);
  if (id.success) await close(id.output);
};

/**
 * The window of `chrome.identity`. The note lies in `chrome.storage.session`, which no content script can read and which
 * ends with the browser.
 */
export const createWebAuthFlow = (): SignInWindow => ({
  redirectUri: chrome.identity.getRedirectURL(),
  note: (pending) => chrome.storage.session.set({ [NOTE_KEY]: pending }),
  takeNote: async (state) => {
    const stored = await chrome.storage.session.get(NOTE_KEY);
    const note = safeParse(Note, stored[NOTE_KEY]);
    if (!note.success || note.output.state !== state) return null;
    await chrome.storage.session.remove(NOTE_KEY);
    return note.output;
  },
  open: async (url) => {
    await closeFormer();
    chrome.windows.onCreated.addListener(noteWindow);
    try {
      return (await chrome.identity.launchWebAuthFlow({ url, interactive: true })) ?? null;
    } catch {
      return null;
    } finally {
      chrome.windows.onCreated.removeListener(noteWindow);
    }
  },
});
