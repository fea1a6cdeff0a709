import type { Policy } from '../ports/policy.ts';

/** The policy over `chrome.storage.managed`, which a browser without one refuses to read. */
export const managedPolicy: Policy = {
  read: async () => {
    try {
      return await chrome.storage.managed.get(null);
    } catch {
      return {};
    }
  },
};
