import { EXTENSION_ID } from '@worktime/contract';
import type { PendingSignIn, SignInWindow } from '../../src/ports/sign-in-window.ts';

/** A sign-in window that a test plays the person in. */
export interface FakeSignInWindow extends SignInWindow {
  /** What the window does with the address that it is opened at; answers where it comes back with. */
  visit(address: URL): Promise<string | null>;
  /** The note as it lies there now. */
  noted: PendingSignIn | null;
}

/** A window that nobody comes back from, until told otherwise. */
export const createFakeSignInWindow = (): FakeSignInWindow => {
  const window: FakeSignInWindow = {
    redirectUri: `https://${EXTENSION_ID}.chromiumapp.org/`,
    noted: null,
    visit: async () => null,
    note: async (pending) => {
      window.noted = pending;
    },
    takeNote: async (state) => {
      const { noted } = window;
      if (noted?.state !== state) return null;
      window.noted = null;
      return noted;
    },
    open: (address) => window.visit(new URL(address)),
  };
  return window;
};
