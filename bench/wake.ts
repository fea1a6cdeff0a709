import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';
import { launchBrowser } from '../scripts/browser.ts';
import { ensureBrowser } from '../scripts/chromium.ts';
import { buildExtension } from '../scripts/extension-build.ts';
import { teardown } from '../scripts/teardown.ts';
import { type BareWork, writeBareExtension } from './bare-extension.ts';
import { startBenchBackend } from './bench-backend.ts';
import { type Contestant, interleave } from './interleave.ts';
import { median, type Report, type Row } from './report.ts';
import { type ExtensionPage, type UntouchedBrowser, untouched } from './untouched-browser.ts';
import { xstateStep } from './xstate-core.ts';

const ROUNDS = 30;
const WARM_UP = 3;

/** How long a worker gets to finish what it does after its answer, before it is stopped. */
const QUIET_MS = 400;

type Reply = { ok: boolean; session?: { id: string; pr_number: number } };

/** Sends a message and answers with the reply and the milliseconds until it came, by the page's own clock. */
const exchange = (page: ExtensionPage, message: unknown): Promise<{ ms: number; reply: Reply }> =>
  page.run(`(async () => {
    const began = performance.now();
    const reply = await chrome.runtime.sendMessage(${JSON.stringify(message)});
    return { ms: performance.now() - began, reply };
  })()`);

const asleep = async (browser: UntouchedBrowser): Promise<void> => {
  await pause(QUIET_MS);
  await browser.stopWorkers();
};

/** The tokens of a sign-in, as the extension stores them, or none. */
type SignIn = { authToken: string; tokenExpiry: number; refreshToken: string } | null;

/** Signs in or out by what is stored, and waits until the worker has taken it in. */
const holdSignIn = (page: ExtensionPage, signIn: SignIn): Promise<void> =>
  page.run(`(async () => {
    const signIn = ${JSON.stringify(signIn)};
    const { local } = chrome.storage;
    await (signIn ? local.set(signIn) : local.remove(['authToken', 'tokenExpiry', 'refreshToken']));
    for (;;) {
      const { auth } = await local.get('auth');
      if ((auth?.value === 'valid') === (signIn !== null)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })()`);

/**
 * WorkTime's contestants. Each sample wakes the worker with a command that starts a review while another is open: the
 * stored machines are restored, that one ends, the other begins, and all of it is written before the reply. The ended
 * one is discarded after the sample, so that every sample finds the same amount stored.
 */
const worktime = (browser: UntouchedBrowser, page: ExtensionPage) => {
  let number = 0;
  let open: string | undefined;
  return (name: string, signIn: SignIn): Contestant => ({
    name,
    sample: async () => {
      await holdSignIn(page, signIn);
      await asleep(browser);
      number += 1;
      const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: number };
      const { ms, reply } = await exchange(page, { type: 'START_SESSION', data });
      const stored: Reply['session'] = await page.run(
        "chrome.storage.local.get('activeSession').then(({ activeSession }) => activeSession)",
      );
      if (!reply.ok || reply.session?.pr_number !== number || stored?.id !== reply.session.id)
        throw new Error(`The fact was not committed: ${JSON.stringify({ reply, stored })}`);
      if (open !== undefined) await exchange(page, { type: 'DISCARD_SESSION', data: { id: open } });
      open = reply.session.id;
      return ms;
    },
  });
};

const bare = (browser: UntouchedBrowser, page: ExtensionPage, name: string): Contestant => ({
  name,
  sample: async () => {
    await asleep(browser);
    return (await exchange(page, { type: 'PING' })).ms;
  },
});

/**
 * A cold wake in a real browser: the worker is stopped, then a page sends a message and waits for the reply. The peer is
 * a bare worker that only answers. The row with one read and one write shows what the browser's storage costs anyone,
 * the one with a transition between them what XState costs on top: the least that any durable statechart can take.
 * Gates on time are printed and never fail the command.
 */
export async function wake(): Promise<Report> {
  const started = teardown();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'worktime-wake-'));
    started.add(() => rm(folder, { recursive: true, force: true }));
    const extension = join(folder, 'worktime');
    const backend = await startBenchBackend(started);
    await buildExtension({ outDir: extension, apiBaseUrl: backend.url });
    const options = {
      executable: ensureBrowser(),
      extension,
      headless: true,
      hostRules: ['MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'],
    };
    const running = await launchBrowser(options);
    started.add(() => running.close());

    const install = async (work: BareWork, library?: string): Promise<string> => {
      const path = join(folder, work.replaceAll(/\W+/g, '-'));
      await writeBareExtension(path, work, library);
      return running.browser.installExtension(path);
    };
    const pingId = await install('ping');
    const storeId = await install('one read, one write');
    const chartId = await install('one read, one transition, one write', await xstateStep());
    const browser = await untouched(running.browser);
    const { access_token: authToken, expires_in, refresh_token: refreshToken } = backend.grant;
    const signIn = { authToken, tokenExpiry: Date.now() + expires_in * 1000, refreshToken };
    const ours = worktime(browser, await browser.openPage(EXTENSION_ID));
    const pingPage = await browser.openPage(pingId);
    const samples = await interleave(
      [
        ours('signed out', null),
        ours('signed in', signIn),
        ours('signed out again', null),
        bare(browser, pingPage, 'ping'),
        bare(browser, await browser.openPage(storeId), 'store'),
        bare(browser, await browser.openPage(chartId), 'chart'),
        bare(browser, pingPage, 'control'),
      ],
      { rounds: ROUNDS, warmUp: WARM_UP },
    );

    const row = (what: string, name: string, gate: Row['gate'] = null, peer = 'ping'): Row => ({
      what,
      unit: 'ms',
      ours: median(samples.get(name) ?? []),
      peer: median(samples.get(peer) ?? []),
      gate,
    });
    const most = (value: number): Row['gate'] => ({ bound: 'most', value, fails: false });
    return {
      title: `wake: a stopped worker, from message to reply (medians of ${ROUNDS})`,
      rows: [
        row('a fact committed, against a bare ping', 'signed out', most(1.25)),
        row('a fact committed, signed in against signed out', 'signed in', most(1.05), 'signed out'),
        row('control: signed out against itself', 'signed out again', null, 'signed out'),
        row('a bare worker that reads one key and writes one', 'store'),
        row('a bare worker that reads one key, asks XState for one transition and writes one', 'chart'),
        row('control: the bare ping against itself', 'control'),
      ],
      notes: [],
    };
  } finally {
    await started.run();
  }
}
