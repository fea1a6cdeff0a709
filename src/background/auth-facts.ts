import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Identity } from '../ports/identity.ts';
import { AUTH_ID, type Instance } from './charts.ts';
import type { Message } from './decide.ts';
import { owedRevokesOf } from './owed-revokes.ts';
import type { Runtime } from './runtime.ts';
import type { SignInWays } from './sign-in-ways.ts';
import type { SyncQueue } from './sync-queue.ts';

interface AuthFactsParts {
  runtime: Runtime;
  queue: SyncQueue;
  clock: Clock;
  connectivity: Connectivity;
  identity: Identity;
  ways: SignInWays;
}

/** Tells the auth machine what happened outside of it, and says what it owes. */
export const createAuthFacts = ({ runtime, queue, clock, connectivity, identity, ways }: AuthFactsParts) => {
  const auth = (): Instance | null => runtime.find('auth', AUTH_ID);

  const tell = (event: Message['event']): Promise<void> =>
    runtime.dispatch([{ chart: AUTH_ID, id: AUTH_ID, event } as Message]);

  return {
    /** These tokens are stored, or none of them. */
    noteToken: async (stored: Record<string, unknown>): Promise<void> => {
      const at = clock.now();
      const facts = identity.read(stored.authToken, stored.tokenExpiry, stored.refreshToken);
      const known = auth()?.context.user;
      if (typeof known === 'string' && known !== facts?.user) await queue.settleOwner();
      await tell(facts ? { type: 'token.found', at, ...facts } : { type: 'token.missing', at });
    },
    /** A window that a former worker opened comes back to nobody, so that sign-in begins anew, when the person likes. */
    giveUpSignIn: async (): Promise<void> => {
      const id = auth()?.context.signIn;
      const isThroughGitHub = auth()?.owed.some(
        ({ type, params }) => type === 'signIn' && (params as { login: unknown }).login === null,
      );
      if (typeof id === 'string' && isThroughGitHub)
        await tell({ type: 'signIn.failed', at: clock.now(), id, failure: { kind: 'interrupted' } });
    },
    /** The network is there: a revoke that is owed may go. */
    noteNetwork: async (): Promise<void> => {
      const unrevoked = auth()?.context.unrevoked;
      if (Array.isArray(unrevoked) && unrevoked.length > 0)
        await tell({ type: 'network.returned', at: clock.now() });
    },
    /** Asks how a person can sign in, while nobody is signed in. */
    learnWays: async (): Promise<void> => {
      const value = auth()?.value;
      if (!connectivity.isOnline() || value === 'valid' || value === 'refreshing') return;
      if (await ways.learn()) await runtime.refresh();
    },
    /** What is left of the sign-in when all else is erased: the revokes that are owed. */
    owedRevokes: (): Instance[] => {
      const current = auth();
      const owing = current && owedRevokesOf(current);
      return owing ? [owing] : [];
    },
  };
};

export type AuthFacts = ReturnType<typeof createAuthFacts>;
