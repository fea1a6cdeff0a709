import { createApiClient } from '../../../src/adapters/api-client.ts';
import { createBackendAddress } from '../../../src/adapters/backend-address.ts';
import { createChromeStore } from '../../../src/adapters/chrome-store.ts';
import { createHttp } from '../../../src/adapters/http.ts';
import { createRecordsClient } from '../../../src/adapters/records-client.ts';
import { createTokenManager } from '../../../src/adapters/token-manager.ts';
import { createWakeAlarm } from '../../../src/adapters/wake-alarm.ts';
import type { Ports } from '../../../src/background/ports.ts';
import type { Survey } from '../../../src/domain/attention.ts';
import type { PullRequest } from '../../../src/domain/pull-request.ts';
import type { Chance, Clock } from '../../../src/ports/clock.ts';
import type { SignInWindow } from '../../../src/ports/sign-in-window.ts';
import type { BrowserAlarm } from './browser-alarm.ts';
import type { Disk } from './disk.ts';
import type { WorkerLife } from './life.ts';
import type { Network } from './network.ts';
import type { Timeline } from './timeline.ts';

const BASE_URL = 'http://localhost';

const NO_POLICY = { read: async () => ({}) };

/** Nobody signs in through GitHub here. */
const NO_WINDOW: SignInWindow = {
  redirectUri: BASE_URL,
  note: async () => {},
  takeNote: async () => null,
  open: async () => null,
};

/** What a worker finds on the machine on which it lives. */
export interface Machine {
  timeline: Timeline;
  clock: Clock;
  chance: Chance;
  disk: Disk;
  memory: Disk;
  network: Network;
  alarm: BrowserAlarm;
  tabs: ReadonlyMap<number, string>;
  /** Whether a worker has lived since the browser began, and noted that. */
  browserLife: Ports['life'];
  onWake(): void;
  /** Told of what only a bug causes. */
  onDefect(what: string): void;
}

const EXPECTED_REPORTS = ['The store refused a write', 'A sync stopped', 'The history was not pruned'];

/** The real adapters over a simulated machine, for one worker: whatever it asks of the machine is a breath. */
export const portsOf = (mine: WorkerLife, machine: Machine): Ports => {
  const { timeline, clock, network, tabs } = machine;
  const wire = { fetch: network.fetch, timeout: network.timeout };
  const { fetch } = mine.wrap({ fetch: wire.fetch });
  const http = createHttp(() => BASE_URL, clock, {
    ...wire,
    fetch: async (...request) => {
      const response = await fetch(...request);
      return { ...response, ...mine.wrap({ text: response.text }) };
    },
  });
  const later = (ms: number, work: () => void) =>
    timeline.after(ms, () => {
      if (!mine.isDead()) work();
    });
  const survey = async (recognize: (address: string) => PullRequest | null): Promise<Survey> => {
    const front = [...tabs.keys()].at(-1) ?? null;
    const shown = [...tabs].flatMap(([tab, address]) => {
      const pullRequest = recognize(address);
      return pullRequest ? [[tab, pullRequest] as const] : [];
    });
    const activeTabs = front === null ? [] : [front];
    return { at: clock.now(), shown: new Map(shown), focusedTab: front, activeTabs, system: 'active' };
  };
  const alarms = mine.wrap(machine.alarm.api) as never;
  return {
    store: createChromeStore(mine.wrap(machine.disk.area) as chrome.storage.StorageArea),
    memory: createChromeStore(mine.wrap(machine.memory.area) as chrome.storage.StorageArea),
    clock,
    chance: machine.chance,
    connectivity: { isOnline: () => network.isOnline },
    wakeUps: createWakeAlarm(clock, machine.onWake, { alarms, after: later }),
    toolbar: { show: () => {} },
    notifications: { tellOutage: () => {} },
    browser: { ...mine.wrap({ survey, ask: async () => null }), rouse: () => {} },
    sessions: createApiClient(http),
    records: createRecordsClient(http),
    identity: createTokenManager({ http, clock, window: NO_WINDOW, address: () => BASE_URL }),
    life: mine.wrap(machine.browserLife),
    address: createBackendAddress(NO_POLICY, BASE_URL),
    policy: NO_POLICY,
    sensors: { watch: async () => {} },
    later,
    report: (message, cause) => {
      if (!mine.isDead() && !EXPECTED_REPORTS.includes(message)) machine.onDefect(`${message}: ${cause}`);
    },
  };
};
