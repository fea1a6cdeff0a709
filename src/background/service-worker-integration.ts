import { createApiClient } from '../adapters/api-client.ts';
import { createBackendAddress } from '../adapters/backend-address.ts';
import { browserLife } from '../adapters/browser-life.ts';
import { browserNotifications } from '../adapters/browser-notifications.ts';
import { createBrowserSurvey, SHORTEST_IDLE_SECONDS } from '../adapters/browser-survey.ts';
import { createChromeStore } from '../adapters/chrome-store.ts';
import { createHttp } from '../adapters/http.ts';
import { managedPolicy } from '../adapters/managed-policy.ts';
import { createRecordsClient } from '../adapters/records-client.ts';
import { registeredSensors } from '../adapters/registered-sensors.ts';
import { browserConnectivity, systemChance, systemClock } from '../adapters/system.ts';
import { createTokenManager } from '../adapters/token-manager.ts';
import { createToolbar } from '../adapters/toolbar.ts';
import { createWakeAlarm, WAKE_ALARM } from '../adapters/wake-alarm.ts';
import { createWebAuthFlow } from '../adapters/web-auth-flow.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import type { Reply } from '../messages/commands.ts';
import { inspectOver } from './inspection.ts';
import type { Fact } from './page-evidence.ts';
import { createRouter, type Sender } from './router.ts';
import { createTrace } from './trace.ts';
import { createWorkTime } from './worktime.ts';

const API_BASE_URL: string = import.meta.env.VITE_API_BASE_URL ?? 'http://127.0.0.1:8787';

/** Where a build that was made to be inspected reports to. Any other build has none of it. */
const INSPECT_URL: string | undefined = import.meta.env.VITE_INSPECT;

/** What woke the worker speaks before the worker looks around by itself: it knows when things happened. */
const EVENTS_FIRST_MS = 100;

const address = createBackendAddress(managedPolicy, API_BASE_URL);
const http = createHttp(address.now, systemClock);

const later = (ms: number, work: () => void): void => void setTimeout(work, ms);
const inspect = INSPECT_URL ? inspectOver(INSPECT_URL) : undefined;
const memory = createChromeStore(chrome.storage.session);
const trace = createTrace({ store: memory, clock: systemClock, later });

const worktime = createWorkTime({
  store: createChromeStore(chrome.storage.local),
  memory,
  clock: systemClock,
  chance: systemChance,
  connectivity: browserConnectivity,
  wakeUps: createWakeAlarm(systemClock, () => void awake(worktime.wakeUp)),
  toolbar: createToolbar(),
  notifications: browserNotifications,
  browser: createBrowserSurvey(systemClock, () => worktime.settings().idleAfterSeconds),
  life: browserLife,
  sessions: createApiClient(http),
  records: createRecordsClient(http),
  identity: createTokenManager({
    http,
    clock: systemClock,
    window: createWebAuthFlow(),
    address: address.now,
  }),
  address,
  policy: managedPolicy,
  sensors: registeredSensors,
  later,
  observe: (changes) => {
    trace.note(changes);
    inspect?.(changes);
  },
  onErased: () => void trace.forget(),
  report: (message, cause) => console.warn(`WorkTime: ${message}`, cause ?? ''),
});

const route = createRouter({ worktime, clock: systemClock, extensionId: chrome.runtime.id });

/** Does something once the stored state has been read. A failure is reported, never thrown into the browser. */
const awake = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    await worktime.ready();
    return await work();
  } catch (error) {
    console.error('WorkTime:', error);
    return undefined;
  }
};

const setIdleInterval = (): void => {
  const seconds = Math.ceil(worktime.settings().idleAfterSeconds);
  chrome.idle.setDetectionInterval(Math.max(SHORTEST_IDLE_SECONDS, seconds));
};

/** Reads what is stored, takes up what a former worker left undone, and looks at the browser. */
export const initializeBackendIntegration = async (): Promise<void> => {
  await awake(async () => {
    setIdleInterval();
    await new Promise((resolve) => setTimeout(resolve, EVENTS_FIRST_MS));
    await worktime.wakeUp();
  });
};

/** Serves the one alarm: deadlines, and the sync that is due every 15 minutes while something is owed. */
export const handleAlarm = async (alarm: Pick<chrome.alarms.Alarm, 'name'>): Promise<void> => {
  if (alarm.name === WAKE_ALARM) await awake(worktime.wakeUp);
};

/** Takes something that happened in the browser. */
export const takeFact = async (fact: Omit<Fact, 'at'>): Promise<void> => {
  const at = systemClock.now();
  await awake(() => worktime.take({ ...fact, at }));
};

/** Answers a message, whatever it is. */
export const answer = async (message: unknown, sender: Sender): Promise<Reply> =>
  (await awake(() => route(message, sender))) ?? {
    ok: false,
    error: { code: 'failed', reason: 'defect', message: 'That did not work. Nothing is lost; try again.' },
  };

/** Tells that somebody else changed stored values. */
export const storageChanged = async (keys: readonly string[]): Promise<void> => {
  await awake(async () => {
    await worktime.storageChanged(keys);
    setIdleInterval();
  });
};

/** Tells that the network may have come or gone. */
export const networkChanged = async (): Promise<void> => {
  await awake(worktime.networkChanged);
};

/** The pull request that an address shows, where it is one that is tracked. */
export const recognize = async (address: string): Promise<PullRequest | null> =>
  (await awake(async () => worktime.recognize(address))) ?? null;

/** Pauses or resumes the current review, whichever can be done. */
export const togglePause = async (): Promise<void> => {
  await awake(worktime.togglePause);
};

/** Starts a session by hand, on github.com; it is stored before this resolves and delivered after. */
export const startSessionWithSync = (data: {
  repo_owner: string;
  repo_name: string;
  pr_number: number;
}): Promise<Reply> => answerOwn({ type: 'START_SESSION', data });

/** Ends the session that counts, or else the one that counted last. */
export const endSessionWithSync = (): Promise<Reply> => answerOwn({ type: 'END_SESSION' });

/** Answers a command that the worker gives itself. */
export const answerOwn = (message: unknown): Promise<Reply> =>
  answer(message, { id: chrome.runtime.id, origin: `chrome-extension://${chrome.runtime.id}` });
