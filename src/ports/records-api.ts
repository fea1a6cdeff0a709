import type { DailyStats, SessionPage, SignIns } from '@worktime/contract';
import type { Answer } from './session-api.ts';

/** What the backend holds about the person, to be looked at and to be erased. Every call gives up after 10 s. */
export interface RecordsApi {
  /** Counted time of the last `days` local days of an IANA zone. */
  dailyStats(days: number, timeZone: string, token: string): Promise<Answer<DailyStats>>;
  /** One page of sessions, newest first. */
  sessions(limit: number, offset: number, token: string): Promise<Answer<SessionPage>>;
  /** Where the person is signed in. */
  signIns(token: string): Promise<Answer<SignIns>>;
  /** Ends one of these sign-ins. One that is not there is missing. */
  revokeSignIn(id: string, token: string): Promise<Answer<null>>;
  /** Erases the person's account with everything in it. Their tokens are worthless from then on. */
  eraseAccount(token: string): Promise<Answer<null>>;
}
