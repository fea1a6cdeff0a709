import { DASHBOARD_CLIENT_ID, EXTENSION_CLIENT_ID } from '@worktime/contract';
import type { Settings } from '../settings.ts';

/** Where a client may be sent back to, as exact strings; null where there is no such client. */
export function redirectsOf(settings: Settings, clientId: string): readonly string[] | null {
  switch (clientId) {
    case EXTENSION_CLIENT_ID:
      return settings.extensionIds.map((id) => `https://${id}.chromiumapp.org/`);
    case DASHBOARD_CLIENT_ID:
      return settings.dashboardOrigin === undefined ? null : [`${settings.dashboardOrigin}/auth/callback`];
    default:
      return null;
  }
}
