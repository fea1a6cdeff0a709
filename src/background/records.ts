import type { AuthEvent } from '../machines/auth.events.ts';
import type { RefusalReason, Reply } from '../messages/commands.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { RecordsApi } from '../ports/records-api.ts';
import type { Answer } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID } from './charts.ts';
import type { Runtime } from './runtime.ts';

interface RecordParts {
  store: Store;
  clock: Clock;
  connectivity: Connectivity;
  records: RecordsApi;
  runtime: Runtime;
}

const notPossible = (reason: RefusalReason, message: string): Reply => ({
  ok: false,
  error: { code: 'not-possible', reason, message },
});

/**
 * Reads and erases what the backend holds, for pages, with the token that only the worker handles. A refused token is
 * told to the sign-in, which gets another one; whoever asked may ask again once the View says that it has.
 */
export const createRecords = ({ store, clock, connectivity, records, runtime }: RecordParts) => {
  const tellRefused = async (refused: string): Promise<void> => {
    const { authToken, refreshToken } = await store.get(['authToken', 'refreshToken']);
    if (authToken !== refused) return;
    const beside = typeof refreshToken === 'string' ? refreshToken : null;
    const event: AuthEvent = { type: 'token.refused', at: clock.now(), refreshToken: beside };
    await runtime.dispatch([{ chart: 'auth', id: AUTH_ID, event }]);
  };

  const ask = async <T extends object | null>(
    read: (token: string) => Promise<Answer<T>>,
  ): Promise<Reply> => {
    if (!connectivity.isOnline()) return notPossible('offline', 'There is no network.');
    const { authToken } = await store.get(['authToken']);
    if (runtime.find('auth', AUTH_ID)?.value !== 'valid' || typeof authToken !== 'string')
      return notPossible('signed-out', 'Nobody is signed in.');
    const answer = await read(authToken);
    if (answer.ok) return { ...answer.value, ok: true };
    if (answer.failure.kind === 'unauthorized') await tellRefused(authToken);
    return notPossible('no-answer', 'The server did not answer with what was asked for.');
  };

  return {
    stats: (days: number): Promise<Reply> =>
      ask((token) => records.dailyStats(days, clock.timeZone(), token)),
    history: (limit: number, offset: number): Promise<Reply> =>
      ask((token) => records.sessions(limit, offset, token)),
    signIns: (): Promise<Reply> => ask(records.signIns),
    revokeSignIn: (id: string): Promise<Reply> => ask((token) => records.revokeSignIn(id, token)),
    /** Erases the account, and forgets the sign-in that went with it. What this browser holds stays. */
    eraseAccount: async (): Promise<Reply> => {
      const reply = await ask(records.eraseAccount);
      if (reply.ok)
        await runtime.dispatch([
          {
            chart: 'auth',
            id: AUTH_ID,
            event: { type: 'auth.signOut', at: clock.now(), refreshToken: null },
          },
        ]);
      return reply;
    },
  };
};

export type Records = ReturnType<typeof createRecords>;
