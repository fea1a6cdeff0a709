import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'puppeteer-core';
import { readTraceFile } from '../src/ui/stored-trace.ts';
import { launchBrowser } from './browser.ts';
import { ensureBrowser } from './chromium.ts';
import { ExpectedProblem, portFromEnvironment, readArguments, root, runCommand } from './command.ts';
import { buildExtension } from './extension-build.ts';
import { clockTime, createLines } from './inspection-lines.ts';
import { startInspectionRelay } from './inspection-relay.ts';
import { openBackend } from './local-backend.ts';
import { startStandIn } from './stand-in-github.ts';
import { openTab, popupUrl, read, signIn } from './tabs.ts';
import { aborted, interruption, type Teardown, teardown } from './teardown.ts';
import { traceLines } from './trace-lines.ts';

const folder = join(root, '.worktime', 'inspect-dist');
const reviewToOpen = 'https://github.com/statelyai/xstate/pull/5331';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** A short review, which takes each machine through its states. */
async function playReview(browser: Browser): Promise<void> {
  const popup = await openTab(browser, await popupUrl(folder));
  await signIn(popup, 'ada');
  const page = await openTab(browser, 'https://github.com/acme/rocket/pull/7');
  await read(page, 3_000);
  await popup.bringToFront();
  await pause(1_000);
  await page.bringToFront();
  await read(page, 2_000);
  await page.close();
  await popup.waitForSelector('[data-sync="synced"]', { timeout: 30_000 });
}

async function openReview(browser: Browser): Promise<void> {
  const [page = await browser.newPage()] = await browser.pages();
  await page
    .goto(reviewToOpen, { waitUntil: 'domcontentloaded', timeout: 15_000 })
    .catch(() => say(`${reviewToOpen} could not be opened; --demo brings a stand-in that needs no network.`));
  await page.bringToFront();
}

/** The person's own state, or for a demo one that is deleted at the end. */
async function stateFolder(isDemo: boolean, started: Teardown): Promise<string> {
  if (process.env.WORKTIME_STATE) return process.env.WORKTIME_STATE;
  if (!isDemo) return join(root, '.worktime');
  const made = await mkdtemp(join(tmpdir(), 'worktime-inspect-'));
  started.add(() => rm(made, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return made;
}

async function startRelay(started: Teardown) {
  const lines = createLines();
  const relay = await startInspectionRelay({
    onReport: (report) => {
      for (const line of lines(report)) say(line);
    },
    onWorker: (isRunning) =>
      say(`${clockTime(Date.now())}  service worker ${isRunning ? 'started' : 'stopped'}`),
  });
  started.add(() => relay.stop());
  return relay;
}

type Options = { demo: boolean; headless: boolean; keep: boolean };

async function startParts({ demo, headless }: Options, started: Teardown) {
  const executable = ensureBrowser();
  const port = portFromEnvironment();
  const backend = await openBackend({ port, stateDir: await stateFolder(demo, started) });
  started.add(() => backend.stop());
  const relay = await startRelay(started);
  process.env.VITE_INSPECT = relay.workerUrl;
  await buildExtension({ outDir: folder, apiBaseUrl: backend.url, mode: 'development' });
  const standIn = demo ? await startStandIn() : undefined;
  if (standIn) started.add(() => standIn.stop());
  const hostRules = standIn ? [standIn.hostRule] : [];
  const running = await launchBrowser({ executable, extension: folder, headless, hostRules });
  started.add(() => running.close());
  say(`WorkTime runs with its machines inspected. Every commit is printed here.
The Stately inspector shows the same in any browser, where there is a network: ${relay.pageUrl}
Ctrl-C stops all of it.\n`);
  return running.browser;
}

/** Prints the steps of a trace that was saved in the side panel. */
async function replay(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const steps = readTraceFile(text);
  if (steps === null)
    throw new ExpectedProblem(`${file} holds no trace; the side panel saves one under Diagnostics.`);
  for (const line of traceLines(steps)) say(line);
  return 0;
}

await runCommand(async () => {
  const { values } = readArguments('npm run inspect', {
    demo: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    replay: { type: 'string' },
  });
  if (values.replay !== undefined) return replay(values.replay);
  if (!values.headless && !hasDisplay) {
    throw new ExpectedProblem(
      'There is no display to show a browser on (DISPLAY and WAYLAND_DISPLAY are not set); add --headless, as in: npm run inspect -- --demo --headless',
    );
  }
  const stopped = interruption();
  const started = teardown();
  const work = async (): Promise<void> => {
    const browser = await startParts(values, started);
    const closed = new Promise<void>((resolve) => browser.once('disconnected', () => resolve()));
    await (values.demo ? playReview(browser) : openReview(browser));
    if (!values.demo || values.keep) await closed;
  };
  const working = work();
  try {
    await Promise.race([working, aborted(stopped)]);
    return 0;
  } catch (error) {
    // What breaks because everything is being stopped is no news.
    if (stopped.aborted) return 0;
    throw error;
  } finally {
    working.catch(() => undefined);
    await started.run();
  }
});
