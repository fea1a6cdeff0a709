import { DailyStats, placeOnDays, SessionPage } from '@worktime/contract';
import * as v from 'valibot';
import { lastLocalDays } from '../domain/local-days.ts';
import { toEpochMs } from '../domain/time.ts';
import type { Command } from '../messages/commands.ts';
import { type HistoryEntry, ofResource, timeOf } from './history-entry.ts';
import { send } from './send.ts';
import { loadStoredHistory } from './stored-history.ts';

/** Where records were read: from the backend, or from this browser where the backend cannot be asked. */
export type Source = 'backend' | 'local';

/** Daily statistics, and where they are from. */
interface LoadedStats extends DailyStats {
  source: Source;
}

/** One page of the history, newest first, and where it is from. */
export interface LoadedHistory {
  source: Source;
  sessions: HistoryEntry[];
  total: number;
  limit: number;
  offset: number;
  has_more: boolean;
}

/** What the backend answers to a question that the worker asks; `null` where it cannot be asked. */
const ask = async <S extends v.GenericSchema>(
  command: Command,
  schema: S,
): Promise<v.InferOutput<S> | null> => {
  const answer = v.safeParse(schema, await send(command));
  return answer.success ? answer.output : null;
};

/** Counted time of the last `days` local days, 1 to 366: a row for every day, oldest first. */
export const loadStats = async (days = 30): Promise<LoadedStats> => {
  const answer = await ask({ type: 'LOAD_STATS', data: { days } }, DailyStats);
  if (answer !== null) return { source: 'backend', ...answer };
  const localDays = lastLocalDays(toEpochMs(Date.now()), days);
  const stats = placeOnDays(localDays, (await loadStoredHistory()).map(timeOf));
  return { source: 'local', stats, days, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
};

/** One page of ended sessions, newest first. `limit` is 1 to 100, `offset` counts sessions. */
export const loadSessionHistory = async (limit = 50, offset = 0): Promise<LoadedHistory> => {
  const answer = await ask({ type: 'LOAD_HISTORY', data: { limit, offset } }, SessionPage);
  if (answer !== null) {
    const { total, has_more } = answer;
    const sessions = answer.sessions.flatMap((resource) => ofResource(resource) ?? []);
    return { source: 'backend', sessions, total, limit, offset, has_more };
  }
  const all = await loadStoredHistory();
  const sessions = all.slice(offset, offset + limit);
  return {
    source: 'local',
    sessions,
    total: all.length,
    limit,
    offset,
    has_more: all.length > offset + limit,
  };
};
