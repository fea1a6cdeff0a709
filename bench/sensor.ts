import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { launchBrowser } from '../scripts/browser.ts';
import { ensureBrowser } from '../scripts/chromium.ts';
import { buildExtension } from '../scripts/extension-build.ts';
import { startStandIn } from '../scripts/stand-in-github.ts';
import { openTab } from '../scripts/tabs.ts';
import { teardown } from '../scripts/teardown.ts';
import { contentScriptsOf, countListeners } from '../tests/support/content-script.ts';
import { writeBareExtension } from './bare-extension.ts';
import { interleave } from './interleave.ts';
import { type MainThread, traceMainThread } from './main-thread.ts';
import { atMost, median, type Report, type Row } from './report.ts';

const ROUNDS = 20;
const WARM_UP = 3;

/** How long a page is watched for after its load: the sensor has reported and was answered by then. */
const LOADED_MS = 500;

/** How long a page is watched for that has nothing to do: a sensor would look at its clock some times. */
const QUIET_MS = 3_500;

const site = 'https://github.com';
const pullRequest = `${site}/acme/rocket/pull/7`;

/** Pages of the host on which nothing is tracked. */
const others = [site, `${site}/acme/rocket`, `${site}/acme/rocket/pulls`, `${site}/acme/rocket/issues`];

/** An extension that puts an empty script into the same pages: what the browser asks of a page for any of them. */
const writeEmptySensor = async (folder: string): Promise<void> => {
  const manifest = {
    manifest_version: 3,
    name: 'empty sensor',
    version: '1',
    content_scripts: [{ matches: [`${site}/*/*/pull/*`], js: ['empty.js'], run_at: 'document_idle' }],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'empty.js'), '');
};

const loading = (page: Page): Promise<MainThread> =>
  traceMainThread(page, async () => {
    await page.goto(pullRequest);
    await pause(LOADED_MS);
  });

const worldsOf = async (page: Page): Promise<number> => {
  const session = await page.createCDPSession();
  const worlds = await contentScriptsOf(session);
  await session.detach();
  return worlds.length;
};

/** How many worlds of the extension the pages hold in which nothing is tracked; without one nothing can listen. */
const worldsElsewhere = async (page: Page): Promise<number> => {
  let worlds = 0;
  for (const url of others) {
    await page.goto(url);
    await pause(LOADED_MS);
    worlds += await worldsOf(page);
  }
  return worlds;
};

/** Leaves a pull request by soft navigation, and answers what its sensor still has and does. */
const leftBehind = async (page: Page): Promise<{ listeners: number; calls: number }> => {
  await page.goto(pullRequest);
  await pause(LOADED_MS);
  if ((await countListeners(page)) === 0) throw new Error('The pull request has no sensor.');
  await page.click('a[href="/acme/rocket/issues"]');
  await page.waitForFunction(() => location.pathname.endsWith('/issues'));
  while ((await countListeners(page)) > 0) await pause(20);
  const { sensorCalls } = await traceMainThread(page, () => pause(QUIET_MS));
  return { listeners: await countListeners(page), calls: sensorCalls };
};

/**
 * What the attention sensor asks of a page's main thread, in the processor's time, by the browser's own trace: of a pull
 * request's load, and of pages on which nothing is tracked. Beside the sensor's own script, the whole load stands once
 * with the extension, once with an empty script in its place, and twice in a browser whose extension puts in none.
 */
export async function sensor(): Promise<Report> {
  const started = teardown();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'worktime-sensor-'));
    started.add(() => rm(folder, { recursive: true, force: true }));
    const standIn = await startStandIn();
    started.add(() => standIn.stop());
    const open = async (extension: string): Promise<Page> => {
      const hostRules = [standIn.hostRule, 'MAP * ~NOTFOUND'];
      const running = await launchBrowser({
        executable: ensureBrowser(),
        extension,
        headless: true,
        hostRules,
      });
      started.add(() => running.close());
      return openTab(running.browser, site);
    };
    const empty = join(folder, 'empty');
    const built = join(folder, 'worktime');
    const bare = join(folder, 'bare');
    await writeEmptySensor(empty);
    await writeBareExtension(bare, 'ping');
    await buildExtension({ outDir: built });
    const page = await open(built);
    const emptyPage = await open(empty);
    const plainPage = await open(bare);

    const loads: MainThread[] = [];
    const all = (name: string, inPage: Page) => ({ name, sample: async () => (await loading(inPage)).allMs });
    const samples = await interleave(
      [
        {
          name: 'worktime',
          sample: async () => {
            const load = await loading(page);
            loads.push(load);
            return load.allMs;
          },
        },
        all('empty', emptyPage),
        all('plain', plainPage),
        all('control', plainPage),
      ],
      { rounds: ROUNDS, warmUp: WARM_UP },
    );
    const measured = loads.slice(WARM_UP);
    const worlds = await worldsElsewhere(page);
    const left = await leftBehind(page);

    const row = (what: string, name: string): Row => ({
      what,
      unit: 'ms',
      ours: median(samples.get(name) ?? []),
      peer: median(samples.get('plain') ?? []),
      gate: null,
    });
    const count = (what: string, ours: number): Row => ({
      what,
      unit: '',
      ours,
      peer: null,
      gate: atMost(0),
    });
    return {
      title: `sensor: the main thread of a page (medians of ${ROUNDS} loads)`,
      rows: [
        {
          what: 'the sensor’s script, of a pull request’s load',
          unit: 'ms',
          ours: median(measured.map(({ sensorMs }) => sensorMs)),
          peer: null,
          gate: { bound: 'most', value: 5, fails: false },
        },
        row('the whole load with the extension, against without', 'worktime'),
        row('the whole load with an empty script in its place', 'empty'),
        row('control: the load without any against itself', 'control'),
        count(`worlds of the extension in ${others.length} other pages`, worlds),
        count('listeners in a page that moved on from a pull request', left.listeners),
        count(`calls of the sensor there in ${QUIET_MS / 1_000} s`, left.calls),
      ],
      notes: [
        `The longest of the ${ROUNDS} took ${Math.max(...measured.map(({ sensorMs }) => sensorMs)).toFixed(2)} ms.`,
      ],
    };
  } finally {
    await started.run();
  }
}
