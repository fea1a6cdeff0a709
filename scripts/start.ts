import { join } from 'node:path';
import { launchBrowser, type RunningBrowser } from './browser.ts';
import { ensureBrowser } from './chromium.ts';
import { ExpectedProblem, portFromEnvironment, readArguments, root, runCommand } from './command.ts';
import { runDemo } from './demo.ts';
import { buildExtension, distFolder } from './extension-build.ts';
import { openBackend } from './local-backend.ts';
import { aborted, interruption, teardown } from './teardown.ts';

const reviewToOpen = 'https://github.com/statelyai/xstate/pull/5331';

const hasDisplay = (env: NodeJS.ProcessEnv): boolean =>
  process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Opens the browser on a real pull request. A network that is down leaves the tab there, to be reloaded. */
async function openReview({ browser }: RunningBrowser): Promise<void> {
  const [page = await browser.newPage()] = await browser.pages();
  await page.goto(reviewToOpen, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => {
    say(`${reviewToOpen} could not be opened; is this machine online? Any other pull request will do.`);
  });
  await page.bringToFront();
}

await runCommand(async () => {
  const { values } = readArguments('npm start', {
    demo: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    screenshots: { type: 'boolean', default: false },
  });
  if (!values.headless && !hasDisplay(process.env)) {
    throw new ExpectedProblem(
      'There is no display to show a browser on (DISPLAY and WAYLAND_DISPLAY are not set); add --headless, as in: npm start -- --demo --headless',
    );
  }
  const port = portFromEnvironment();
  const stopped = interruption();
  const started = teardown();
  try {
    const executable = ensureBrowser();
    if (values.demo) {
      const options = { ...values, executable, port, stopped, started };
      return await runDemo(options);
    }

    const stateDir = process.env.WORKTIME_STATE ?? join(root, '.worktime');
    const backend = await openBackend({ port, stateDir });
    started.add(() => backend.stop());
    say(`The backend runs at ${backend.url}.`);
    if (stopped.aborted) return 0;
    await buildExtension({ outDir: distFolder, apiBaseUrl: `http://127.0.0.1:${port}` });
    if (stopped.aborted) return 0;
    const running = await launchBrowser({
      executable,
      extension: distFolder,
      headless: values.headless,
    });
    started.add(() => running.close());
    const closed = new Promise<void>((resolve) => running.browser.once('disconnected', () => resolve()));
    await Promise.race([openReview(running), aborted(stopped), closed]);
    if (!stopped.aborted) {
      say(`WorkTime runs in the browser, on ${reviewToOpen}.

  1. Press the puzzle piece in the toolbar and then WorkTime: the popup shows the review being counted.
  2. Sign in there with any name; this backend is your own.
  3. Read, switch tabs, close the tab: the popup shows what was kept, and ${backend.url}/api/sessions has it.

Ctrl-C stops the browser and the backend. The sessions stay in ${stateDir}.`);
      await Promise.race([aborted(stopped), closed]);
    }
    return 0;
  } finally {
    await started.run();
  }
});
