import type { Store } from '../ports/store.ts';
import { AUTH_ID, HISTORY_PREFIX } from './charts.ts';
import { oweAgain } from './importing.ts';
import type { Runtime } from './runtime.ts';
import type { StoredSession } from './stored-session.ts';
import type { SyncQueue } from './sync-queue.ts';

interface ResendParts {
  runtime: Runtime;
  queue: SyncQueue;
  store: Store;
  newId(): string;
}

/**
 * Owes the backend again every retained session that it had acknowledged: its data is older than that. What it still
 * has, it recognizes by the session's own id.
 */
export const resendAcknowledged = async ({ runtime, queue, store, newId }: ResendParts): Promise<void> => {
  await queue.load();
  const keys = (await store.keys()).filter((key) => key.startsWith(HISTORY_PREFIX));
  const user = (runtime.find('auth', AUTH_ID)?.context.user as string | null | undefined) ?? null;
  await runtime.alter(async (draft) => {
    await draft.prefetch(keys);
    for (const key of keys) {
      const row = (await draft.read(key)) as StoredSession | undefined;
      if (!row?.synced || queue.owedBy(row.id).length > 0) continue;
      const { backend_id: _, ...unknown } = row;
      const lost = { ...unknown, synced: false };
      draft.writes.set(key, lost);
      oweAgain(lost, row.user_id ?? user, draft, newId);
    }
  });
};
