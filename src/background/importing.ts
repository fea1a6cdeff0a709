import { AUTH_ID, HISTORY_PREFIX, type ItemData } from './charts.ts';
import type { Draft } from './draft.ts';
import type { Runtime } from './runtime.ts';
import { endBodyOf, type StoredSession } from './stored-session.ts';
import type { SyncQueue } from './sync-queue.ts';

interface ImportParts {
  runtime: Runtime;
  queue: SyncQueue;
  newId(): string;
  /** Makes room where the history holds more than it keeps. */
  prune(): Promise<void>;
}

/** Owes the backend an ended session, whole, and its correction where there was one. */
export const oweAgain = (
  row: StoredSession,
  userId: string | null,
  draft: Draft,
  newId: () => string,
): void => {
  const spawn = (item: { kind: ItemData['kind']; body: unknown }): void => {
    const id = newId();
    draft.spawn('syncItem', id, { userId }, { id, session_id: row.id, ...item } as ItemData);
  };
  spawn({ kind: 'session.end', body: endBodyOf(row) });
  const { start_time, end_time, duration_seconds } = row;
  if (row.original) spawn({ kind: 'session.correct', body: { start_time, end_time, duration_seconds } });
};

/**
 * Takes sessions from elsewhere into the history. One whose id is known stays as it is; one that no backend has is owed
 * from now on, by whoever is signed in. `note` is told within the commit how many were added.
 */
export const createImporter =
  ({ runtime, queue, newId, prune }: ImportParts) =>
  async (
    sessions: readonly StoredSession[],
    note: (added: number) => void = () => {},
  ): Promise<{ added: number; known: number }> => {
    await queue.load();
    let added = 0;
    await runtime.alter(async (draft) => {
      added = 0;
      const user = (runtime.find('auth', AUTH_ID)?.context.user as string | null | undefined) ?? null;
      const open = new Set(
        runtime.charts().map(({ context }) => (context.log as { id?: string } | null)?.id),
      );
      await draft.prefetch(sessions.map(({ id }) => HISTORY_PREFIX + id));
      for (const row of sessions) {
        const key = HISTORY_PREFIX + row.id;
        if ((await draft.read(key)) !== undefined || open.has(row.id)) continue;
        if (queue.owedBy(row.id).length > 0) continue;
        draft.writes.set(key, row);
        if (!row.synced) oweAgain(row, user, draft, newId);
        added += 1;
      }
      note(added);
    });
    await prune();
    return { added, known: sessions.length - added };
  };

export type Importer = ReturnType<typeof createImporter>;
