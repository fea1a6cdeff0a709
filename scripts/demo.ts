import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './browser.ts';
import { ExpectedProblem } from './command.ts';
import { type Played, playReview } from './demo-review.ts';
import { fetchSessions, judge, type KeptSession, tableOf } from './demo-sessions.ts';
import { buildExtension, distFolder } from './extension-build.ts';
import { explainTaken, openBackend } from './local-backend.ts';
import { openGate } from './network-gate.ts';
import { startStandIn } from './stand-in-github.ts';
import { aborted, type Teardown } from './teardown.ts';

const login = 'ada';

/** How the demo is to be played. Whatever it starts, it adds to `started`. */
export type DemoOptions = {
  executable: string;
  port: number;
  headless: boolean;
  keep: boolean;
  screenshots: boolean;
  stopped: AbortSignal;
  started: Teardown;
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The person's own folder where WORKTIME_STATE names one, else a fresh one that is deleted at the end. */
async function stateFolder(started: Teardown): Promise<string> {
  if (process.env.WORKTIME_STATE) return process.env.WORKTIME_STATE;
  const folder = await mkdtemp(join(tmpdir(), 'worktime-demo-'));
  started.add(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

/** Starts all parts: backend, the gate before it on the asked port, stand-in, built extension, browser. */
async function startParts({ executable, port, headless, started }: DemoOptions) {
  const stateDir = await stateFolder(started);
  // The gate first: a port that is taken is found before anything slow begins.
  const gate = await openGate(0, port).catch((error) => {
    throw explainTaken(error, { port, stateDir }) ?? error;
  });
  started.add(() => gate.stop());
  const backend = await openBackend({ port: 0, stateDir });
  started.add(() => backend.stop());
  gate.lead(Number(new URL(backend.url).port));
  const standIn = await startStandIn();
  started.add(() => standIn.stop());
  await buildExtension({ outDir: distFolder, apiBaseUrl: `http://127.0.0.1:${port}` });
  const running = await launchBrowser({
    executable,
    extension: distFolder,
    headless,
    hostRules: [standIn.hostRule, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'],
  });
  started.add(() => running.close());
  return { gate, backend, browser: running.browser };
}

/** Plays the scripted review and prints what the backend keeps of it. Exit code 0 when every duration is right. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const began = new Date();
  const work = async (): Promise<number> => {
    const { gate, backend, browser } = await startParts(options);
    if (options.stopped.aborted) return 0;
    const played: Played[] = await playReview({
      browser,
      gate,
      login,
      say,
      screenshots: options.screenshots,
    });
    const kept: KeptSession[] = await fetchSessions(backend.url, login, began);
    say(`\nThe backend now holds:\n\n${tableOf(kept, played)}\n`);
    const wrong = judge(kept, played);
    for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
    if (options.keep && !options.stopped.aborted) {
      say(`All of it goes on running, the backend at http://127.0.0.1:${options.port}. Ctrl-C stops it.`);
      await aborted(options.stopped);
    }
    return wrong.length === 0 ? 0 : 1;
  };
  const playing = work();
  try {
    const code = await Promise.race([playing, aborted(options.stopped)]);
    return code ?? 0;
  } catch (error) {
    // What breaks because everything is being stopped is no news.
    if (options.stopped.aborted) return 0;
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ExpectedProblem(`The demo waited in vain: ${error.message}. Set DEBUG=1 to see where.`);
    }
    throw error;
  } finally {
    playing.catch(() => undefined);
  }
}
