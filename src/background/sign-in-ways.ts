import * as v from 'valibot';
import type { SignInWay } from '../domain/sign-in.ts';
import type { BackendAddress } from '../ports/backend-address.ts';
import type { Identity } from '../ports/identity.ts';

const StoredWays = v.object({ auth: v.object({ ways: v.array(v.picklist(['github', 'name'])) }) });

interface Parts {
  identity: Pick<Identity, 'ways'>;
  address: Pick<BackendAddress, 'isLocal'>;
}

/**
 * The ways to sign in that pages show. Any backend has GitHub; one on this machine is asked what it has, and until it
 * answers, what it said the last time holds.
 */
export const createSignInWays = ({ identity, address }: Parts) => {
  let known: readonly SignInWay[] | null = null;
  const now = (): readonly SignInWay[] => known ?? [address.isLocal() ? 'name' : 'github'];
  return {
    now,
    /** Takes over what a former worker knew, from the View that it stored. */
    restore: (view: unknown): void => {
      const stored = v.safeParse(StoredWays, view);
      if (address.isLocal() && stored.success) known = stored.output.auth.ways;
    },
    /** Asks a backend on this machine; answers whether it offers something else than before. */
    learn: async (): Promise<boolean> => {
      const answer = address.isLocal() ? await identity.ways() : null;
      if (!answer?.ok || String(answer.value) === String(now())) return false;
      known = answer.value;
      return true;
    },
  };
};

export type SignInWays = ReturnType<typeof createSignInWays>;
