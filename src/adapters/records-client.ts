import { DailyStats, SessionPage, SignIns } from '@worktime/contract';
import * as v from 'valibot';
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
    signIns: (token) => http.request('/api/account/sign-ins', { headers: headers(token) }, SignIns),
    revokeSignIn: (id, token) =>
      http.request(
        `/api/account/sign-ins/${encodeURIComponent(id)}`,
        { method: 'DELETE', headers: headers(token) },
        v.null(),
      ),
    eraseAccount: (token) =>
      http.request('/api/account', { method: 'DELETE', headers: headers(token) }, v.null()),
  };
};
