import type { DailyStats, SessionPage } from '@worktime/contract';
import type { Answer } from './session-api.ts';

/** What the backend holds about the person, to be looked at. Every call gives up after 10 s. */
export interface RecordsApi {
  /** Counted time of the last `days` local days of an IANA zone. */
  dailyStats(days: number, timeZone: string, token: string): Promise<Answer<DailyStats>>;
  /** One page of sessions, newest first. */
  sessions(limit: number, offset: number, token: string): Promise<Answer<SessionPage>>;
}
