import type { BrowserLife } from '../ports/browser.ts';

const MARK = 'life';

/** `storage.session` outlives a worker, but neither a browser nor an extension that is loaded anew. */
export const browserLife: BrowserLife = {
  isNew: async () => (await chrome.storage.session.get(MARK))[MARK] === undefined,
  mark: () => chrome.storage.session.set({ [MARK]: true }),
};
