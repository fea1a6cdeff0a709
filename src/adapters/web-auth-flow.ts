import { object, safeParse, string } from 'valibot';
import type { SignInWindow } from '../ports/sign-in-window.ts';

const NOTE_KEY = 'pendingSignIn';
const Note = object({ state: string(), verifier: string() });

/**
 * The window of `chrome.identity`. The note lies in `chrome.storage.session`, which no content script can read and which
 * ends with the browser.
 */
export const createWebAuthFlow = (): SignInWindow => ({
  redirectUri: chrome.identity.getRedirectURL(),
  note: (pending) => chrome.storage.session.set({ [NOTE_KEY]: pending }),
  takeNote: async () => {
    const stored = await chrome.storage.session.get(NOTE_KEY);
    await chrome.storage.session.remove(NOTE_KEY);
    const note = safeParse(Note, stored[NOTE_KEY]);
    return note.success ? note.output : null;
  },
  open: async (url) => {
    try {
      return (await chrome.identity.launchWebAuthFlow({ url, interactive: true })) ?? null;
    } catch {
      return null;
    }
  },
});
