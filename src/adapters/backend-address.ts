import { isOnThisMachine, presetBackend } from '../domain/backend-address.ts';
import type { BackendAddress } from '../ports/backend-address.ts';
import type { Policy } from '../ports/policy.ts';

/** The backend that the organisation has set, else the one that this build was made for. */
export const createBackendAddress = (policy: Policy, built: string): BackendAddress => {
  let preset: string | null = null;
  const now = (): string => preset ?? built;
  return {
    now,
    preset: () => preset,
    isLocal: () => isOnThisMachine(now()),
    read: async () => presetBackend(await policy.read()),
    hold: (next) => {
      preset = next;
    },
  };
};
