import type { BackendAddress } from '../ports/backend-address.ts';
import type { Browser, BrowserLife } from '../ports/browser.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Identity } from '../ports/identity.ts';
import type { Notifications } from '../ports/notifications.ts';
import type { PageSensors } from '../ports/page-sensors.ts';
import type { Policy } from '../ports/policy.ts';
import type { RecordsApi } from '../ports/records-api.ts';
import type { SessionApi } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import type { Toolbar } from '../ports/toolbar.ts';
import type { WakeUps } from '../ports/wake-ups.ts';
import type { Change } from './decide.ts';

/** Everything that WorkTime needs from outside. */
export interface Ports {
  store: Store;
  /** What lasts as long as the browser and costs no disk: there lies all that is derived. */
  memory: Store;
  clock: Clock;
  chance: Chance;
  connectivity: Connectivity;
  wakeUps: WakeUps;
  toolbar: Toolbar;
  notifications: Notifications;
  browser: Browser;
  life: BrowserLife;
  sessions: SessionApi;
  records: RecordsApi;
  identity: Identity;
  address: BackendAddress;
  policy: Policy;
  sensors: PageSensors;
  /** Called once, `ms` from now, if the worker lives that long. */
  later(ms: number, work: () => void): void;
  /** Told of every transition, for whoever develops the machines. */
  observe?(changes: readonly Change[]): void;
  /** Told when everything that this browser held is erased. */
  onErased?(): void;
  report(message: string, cause?: unknown): void;
}
