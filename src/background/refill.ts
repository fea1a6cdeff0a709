import { PAGE_LIMIT_MAX, SessionPage, type SessionResource } from '@worktime/contract';
import * as v from 'valibot';
import { SessionRecord } from '../messages/session-record.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Store } from '../ports/store.ts';
import { AUTH_ID, HISTORY_PREFIX } from './charts.ts';
import { HISTORY_MAX } from './history.ts';
import type { Importer } from './importing.ts';
import type { Projection } from './projection.ts';
import type { Records } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { StoredSession } from './stored-session.ts';

interface RefillParts {
  store: Store;
  connectivity: Connectivity;
  runtime: Runtime;
  projection: Projection;
  records: Records;
  takeIn: Importer;
}

const rowOf = (session: SessionResource, user: string): StoredSession | null => {
  const { client_id: id, session_id: backend_id, ...rest } = session;
  const row = v.safeParse(SessionRecord, { ...rest, id, backend_id, synced: true });
  return row.success ? { ...row.output, user_id: user } : null;
};

/**
 * Fills an empty history with what the backend holds, once for each person: in a browser that lost all of its data, or
 * that is new. Until the backend has answered, each call tries again.
 */
export const createRefill = ({ store, connectivity, runtime, projection, records, takeIn }: RefillParts) => {
  let filling: Promise<void> | null = null;

  const userNow = (): string | null => {
    const auth = runtime.find('auth', AUTH_ID);
    return auth?.value === 'valid' ? (auth.context.user as string) : null;
  };

  /** The newest sessions that have ended; `null` where the backend did not tell all of them. */
  const newest = async (user: string): Promise<StoredSession[] | null> => {
    const rows: StoredSession[] = [];
    for (let offset = 0; rows.length < HISTORY_MAX; offset += PAGE_LIMIT_MAX) {
      const page = v.safeParse(SessionPage, await records.history(PAGE_LIMIT_MAX, offset));
      if (!page.success) return null;
      rows.push(...page.output.sessions.flatMap((session) => rowOf(session, user) ?? []));
      if (!page.output.has_more) break;
    }
    return rows.slice(0, HISTORY_MAX);
  };

  const fill = async (): Promise<void> => {
    const user = userNow();
    const { recent, filled } = projection.head();
    if (user === null || filled?.user === user || recent.length > 0 || !connectivity.isOnline()) return;
    if ((await store.keys()).some((key) => key.startsWith(HISTORY_PREFIX))) return;
    const rows = await newest(user);
    if (rows === null || userNow() !== user) return;
    await takeIn(rows, (added) => projection.noteFilled(user, added));
  };

  return (): Promise<void> => {
    filling ??= fill().finally(() => {
      filling = null;
    });
    return filling;
  };
};
