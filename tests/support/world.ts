import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { inject, onTestFinished } from 'vitest';
import { type LocalBackend, startBackend } from '../../backend/local/serve.ts';
import { EXTENSION_ID } from '../../contract/src/extension-identity.ts';
import { launchBrowser, type RunningBrowser } from '../../scripts/browser.ts';
import { ensureBrowser } from '../../scripts/chromium.ts';
import { fetchSessions, type KeptSession } from '../../scripts/demo-sessions.ts';
import { defaultApiBaseUrl } from '../../scripts/extension-build.ts';
import { type NetworkGate, openGate } from '../../scripts/network-gate.ts';
import { startStandIn } from '../../scripts/stand-in-github.ts';
import { openBehind, openTab, popupUrl } from '../../scripts/tabs.ts';
import { teardown } from '../../scripts/teardown.ts';
import { stopWorkers } from './worker.ts';

/** The person whose sessions the tests look at. */
export const login = 'ada';

/** A browser with the extension, a stand-in for github.com and a real backend behind a gate, for one test. */
export type World = {
  /** The browser of now: another one after `crash`. */
  readonly browser: Browser;
  readonly gate: NetworkGate;
  /** Where the gate leads to while it is open. */
  readonly backendPort: number;
  /** The backend's database of now. */
  readonly database: LocalBackend['database'];
  /** Ends the backend in the middle of whatever it does, and starts it again on the same data. */
  restartBackend(): Promise<void>;
  /** Opens a page of the stand-in in a new tab in front, such as `/acme/rocket/pull/7`. */
  visit(path: string): Promise<Page>;
  /** Opens the popup's page in a tab in front. */
  popup(): Promise<Page>;
  /** Opens the popup's page behind, without taking the attention from the tab in front. */
  popupBehind(): Promise<Page>;
  /** All of `chrome.storage.local`, read from a tab that nobody looks at. */
  stored(): Promise<Record<string, unknown>>;
  /** All of `chrome.storage.session`: what is derived. */
  derived(): Promise<Record<string, unknown>>;
  /** Writes to `chrome.storage.local`, as another context of the extension would. */
  store(items: Record<string, unknown>): Promise<void>;
  /** Runs a function in a page of the extension that nobody looks at, and answers with what it answers. */
  inExtension<Given, Answer>(work: (given: Given) => Answer, given: Given): Promise<Awaited<Answer>>;
  /** Sends a message to the service worker as a page of the extension does, and answers with its reply. */
  send(message: unknown): Promise<unknown>;
  /** Gives the extension a token of this backend, as a sign-in would leave it in storage. */
  signIn(): Promise<void>;
  /** The sessions that the backend keeps of `login`, oldest first, asked past the gate. */
  kept(): Promise<KeptSession[]>;
  /** Stops the service worker as the browser does, and waits until it is gone. */
  stopWorker(): Promise<void>;
  /** Loads the extension anew, as an update does, while the browser goes on. */
  reloadExtension(): Promise<void>;
  /** Kills the browser as a crash does and starts it again on the same profile. */
  crash(): Promise<void>;
  /** Takes the browser away in the same manner, for as long as the test likes. `revive` brings it back. */
  kill(): Promise<void>;
  revive(): Promise<void>;
};

/** What a world has besides. */
export type WorldOptions = {
  /** Where the GitHub is that vouches for people; without it the backend knows none, and people sign in by name. */
  github?: string;
  /** A GitHub Enterprise Server: the stand-in for github.com, under another name. */
  enterpriseHost?: string;
  /** `false`: its browser shows itself, on the screen that `env` names. */
  headless?: boolean;
  /** What the browser's environment has besides. */
  env?: Record<string, string>;
};

const passiveUrl = `chrome-extension://${EXTENSION_ID}/manifest.json`;

/** Starts a world that lasts until `stop` is called. */
export async function openWorld(
  options: WorldOptions = {},
): Promise<{ world: World; stop: () => Promise<void> }> {
  const started = teardown();
  const stop = () => started.run();
  try {
    return { world: await buildWorld(started, options), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a world that ends with the test that asked for it. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { world, stop } = await openWorld(options);
  onTestFinished(stop);
  return world;
}

async function buildWorld(
  started: ReturnType<typeof teardown>,
  { github, enterpriseHost, headless = true, env = {} }: WorldOptions,
): Promise<World> {
  const extension = inject('extensionFolder');
  const problem = inject('extensionProblem');
  if (problem !== '') throw new Error(problem);
  const folder = await mkdtemp(join(tmpdir(), 'worktime-world-'));
  started.add(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const vars =
    github === undefined
      ? {}
      : {
          GITHUB_CLIENT_ID: 'the-app',
          GITHUB_CLIENT_SECRET: 'the-app-secret',
          GITHUB_BASE_URL: github,
          GITHUB_API_URL: github,
        };
  const stateDir = join(folder, 'state');
  const launchBackend = () => startBackend({ port: 0, host: '127.0.0.1', stateDir, vars });
  let backend = await launchBackend();
  started.add(() => backend.stop());
  const portOf = ({ url }: { url: string }): number => Number(new URL(url).port);
  let backendPort = portOf(backend);
  const gate = await openGate(backendPort);
  started.add(() => gate.stop());
  const standIn = await startStandIn();
  started.add(() => standIn.stop());

  // The built-in address of the backend leads to this test's own gate, so that one build serves all tests.
  const backendRule = `MAP ${new URL(defaultApiBaseUrl).host} 127.0.0.1:${gate.port}`;
  const githubHost = github === undefined ? [] : [new URL(github).host];
  const githubRules = githubHost.map((host) => `MAP ${host} ${host}`);
  const hosts = enterpriseHost === undefined ? [] : [standIn.hostRule.replace('github.com', enterpriseHost)];
  const launch = (): Promise<RunningBrowser> =>
    launchBrowser({
      executable: ensureBrowser(),
      extension,
      profile: join(folder, 'profile'),
      headless,
      env,
      hostRules: [standIn.hostRule, ...hosts, backendRule, ...githubRules, 'MAP * ~NOTFOUND'],
    });
  let running = await launch();
  started.add(() => running.close());

  let passive: Page | undefined;
  const behind = async (): Promise<Page> => {
    if (passive === undefined || passive.isClosed()) passive = await openBehind(running.browser, passiveUrl);
    return passive;
  };

  const store = async (items: Record<string, unknown>): Promise<void> => {
    await (await behind()).evaluate((written) => chrome.storage.local.set(written), items);
  };

  const kill = async (): Promise<void> => {
    passive = undefined;
    await running.kill();
  };
  const revive = async (): Promise<void> => {
    running = await launch();
  };

  return {
    get browser() {
      return running.browser;
    },
    gate,
    get backendPort() {
      return backendPort;
    },
    get database() {
      return backend.database;
    },
    async restartBackend() {
      await backend.stop();
      backend = await launchBackend();
      backendPort = portOf(backend);
      gate.lead(backendPort);
    },
    visit: (path) => openTab(running.browser, `https://github.com${path}`),
    popup: async () => openTab(running.browser, await popupUrl(extension)),
    popupBehind: async () => openBehind(running.browser, await popupUrl(extension)),
    stored: async () => (await behind()).evaluate(() => chrome.storage.local.get(null)),
    derived: async () => (await behind()).evaluate(() => chrome.storage.session.get(null)),
    store,
    inExtension: async (work, given) =>
      (await behind()).evaluate(work as (given: unknown) => unknown, given) as never,
    send: async (message) =>
      (await behind()).evaluate((sent: unknown) => chrome.runtime.sendMessage(sent), message),
    signIn: async () => {
      const response = await fetch(`${backend.url}/auth/dev`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login }),
      });
      const { access_token, expires_in, refresh_token } = await response.json();
      const token = {
        authToken: access_token,
        tokenExpiry: Date.now() + expires_in * 1000,
        refreshToken: refresh_token,
      };
      await store(token);
    },
    kept: () => fetchSessions(backend.url, login, new Date(0)),
    stopWorker: () => stopWorkers(running.browser),
    async reloadExtension() {
      passive = undefined;
      const session = await running.browser.target().createCDPSession();
      await session.send('Extensions.loadUnpacked', { path: extension });
      await session.detach();
    },
    kill,
    revive,
    async crash() {
      await kill();
      await revive();
    },
  };
}
