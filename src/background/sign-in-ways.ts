import * as v from 'valibot';
import type { SignInWay } from '../domain/sign-in.ts';
import type { Identity } from '../ports/identity.ts';

const StoredWays = v.object({ auth: v.object({ ways: v.array(v.picklist(['github', 'name'])) }) });

interface Parts {
  identity: Pick<Identity, 'ways'>;
  localBackend: boolean;
}

/**
 * The ways to sign in that pages show. Any backend has GitHub; one on this machine is asked what it has, and until it
 * answers, what it said the last time holds.
 */
export const createSignInWays = ({ identity, localBackend }: Parts) => {
  let ways: readonly SignInWay[] = [localBackend ? 'name' : 'github'];
  return {
    now: () => ways,
    /** Takes over what a former worker knew, from the View that it stored. */
    restore: (view: unknown): void => {
      const stored = v.safeParse(StoredWays, view);
      if (localBackend && stored.success) ways = stored.output.auth.ways;
    },
    /** Asks a backend on this machine; answers whether it offers something else than before. */
    learn: async (): Promise<boolean> => {
      const answer = localBackend ? await identity.ways() : null;
      if (!answer?.ok || String(answer.value) === String(ways)) return false;
      ways = answer.value;
      return true;
    },
  };
};

export type SignInWays = ReturnType<typeof createSignInWays>;
