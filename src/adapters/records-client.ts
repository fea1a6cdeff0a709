import { DailyStats, SessionPage } from '@worktime/contract';
import type { RecordsApi } from '../ports/records-api.ts';
import type { Http } from './http.ts';

/** The backend's records over HTTP. */
export const createRecordsClient = (http: Http): RecordsApi => {
  const headers = (token: string) => ({ Authorization: `Bearer ${token}` });
  return {
    dailyStats: (days, timeZone, token) => {
      const query = new URLSearchParams({ days: String(days), time_zone: timeZone });
      return http.request(`/api/stats/daily?${query}`, { headers: headers(token) }, DailyStats);
    },
    sessions: (limit, offset, token) => {
      const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
      return http.request(`/api/sessions?${query}`, { headers: headers(token) }, SessionPage);
    },
  };
};
