import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { uuidv7 } from 'uuidv7';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';
import { launchBrowser } from '../scripts/browser.ts';
import { ensureBrowser } from '../scripts/chromium.ts';
import { buildExtension } from '../scripts/extension-build.ts';
import { openTab, popupUrl } from '../scripts/tabs.ts';
import { teardown } from '../scripts/teardown.ts';
import { runningWorkers, stopWorkers } from '../tests/support/worker.ts';
import { interleave } from './interleave.ts';
import { atMost, median, type Report, type Row } from './report.ts';

const ROUNDS = 30;
const WARM_UP = 3;
const HISTORY_ROWS = 1_000;

/** How long ticks are watched for: some seconds of the popup's clock. */
const TICKS_MS = 3_500;

/** How long a worker that a page woke would need at most to be seen. */
const WAKE_SEEN_MS = 300;

/** Milliseconds from the navigation to the first contentful paint, by the page's own clock. */
const paintOf = async (page: Page, url: string): Promise<number> => {
  await page.goto(url);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName('first-contentful-paint');
          if (paint) resolve(paint.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
};

/** What a popup would be that shows the same style and one text, and does nothing. */
const writeStaticPopup = async (folder: string, popupPath: string): Promise<void> => {
  const [style] = /<style>.*<\/style>/s.exec(await readFile(join(folder, popupPath), 'utf8')) ?? [];
  if (style === undefined) throw new Error('The popup has no styles in it.');
  const text = 'acme/rocket #7 has your attention.';
  await writeFile(
    join(folder, 'static.html'),
    `<!doctype html><meta charset="utf-8"><title>Static</title>${style}<main>${text}</main>`,
  );
};

/** The least that a popup must do which shows what is stored: it reads the key and shows a text. */
const writeReadingPopup = async (folder: string): Promise<void> => {
  const show = 'document.querySelector("main").textContent = view.others.length + " reviews"';
  await writeFile(
    join(folder, 'reading.js'),
    `const { view } = await chrome.storage.session.get("view"); ${show};`,
  );
  await writeFile(
    join(folder, 'reading.html'),
    '<!doctype html><meta charset="utf-8"><script type="module" src="reading.js"></script><main></main>',
  );
};

/** Shows the popup within a page that is open already, as a popup opens: a tab of its own would wake the worker. */
const showWithin = (page: Page, url: string): Promise<void> =>
  page.evaluate(
    (address) =>
      new Promise<void>((shown) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        frame.onload = () => {
          const look = (): void => {
            if (frame.contentDocument?.querySelector('#popup > *')) shown();
            else setTimeout(look, 10);
          };
          look();
        };
        document.body.append(frame);
      }),
    url,
  );

/** What a second changes in the popup beside the text of a running timer. */
const changedByTicks = (page: Page): Promise<number> =>
  page.evaluate(
    (ms) =>
      new Promise<number>((counted) => {
        let changes = 0;
        new MutationObserver((records) => {
          changes += records.filter(
            ({ type, target }) => type !== 'characterData' || !target.parentElement?.closest('[role=timer]'),
          ).length;
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(() => counted(changes), ms);
      }),
    TICKS_MS,
  );

const pastSessions = (): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: HISTORY_ROWS }, (_, index) => {
      const start = Date.now() - (index + 1) * 1_200_000;
      const id = uuidv7();
      const row = {
        id,
        host: 'github.com',
        repo_owner: 'acme',
        repo_name: `rocket-${index % 7}`,
        pr_number: index + 1,
        pr_title: `Keep the order of keyed children, part ${index + 1}`,
        start_time: new Date(start).toISOString(),
        end_time: new Date(start + 600_000).toISOString(),
        duration_seconds: 540,
        time_zone: 'UTC',
        intervals: [],
        synced: true,
      };
      return [`sessionHistory/${id}`, row];
    }),
  );

/** The frames of a scroll through the whole page, each as the milliseconds since the one before. */
const framesOf = (page: Page): Promise<number[]> =>
  page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let last = performance.now();
        const step = (now: number): void => {
          frames.push(now - last);
          last = now;
          window.scrollBy(0, 120);
          const end = document.documentElement.scrollHeight - window.innerHeight - 1;
          if (window.scrollY >= end || frames.length >= 1_000) resolve(frames.slice(2));
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );

/**
 * The pages in a real browser: how soon the popup shows something beside a page that does nothing, whether that wakes
 * the worker, and how smoothly a long history scrolls. Gates on time are printed and never fail the command.
 */
export async function pages(): Promise<Report> {
  const started = teardown();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'worktime-pages-'));
    started.add(() => rm(folder, { recursive: true, force: true }));
    await buildExtension({ outDir: folder });
    const popup = await popupUrl(folder);
    const { action } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    await writeStaticPopup(folder, action.default_popup);
    await writeReadingPopup(folder);
    const running = await launchBrowser({
      executable: ensureBrowser(),
      extension: folder,
      headless: true,
      hostRules: ['MAP * ~NOTFOUND'],
    });
    started.add(() => running.close());
    const page = await openTab(running.browser, popup);
    for (let number = 1; number <= 20; number += 1) {
      const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: number };
      await page.evaluate((sent) => chrome.runtime.sendMessage({ type: 'START_SESSION', data: sent }), data);
    }
    const still = `chrome-extension://${EXTENSION_ID}/static.html`;
    const reading = `chrome-extension://${EXTENSION_ID}/reading.html`;
    const samples = await interleave(
      [
        { name: 'popup', sample: () => paintOf(page, popup) },
        { name: 'reading', sample: () => paintOf(page, reading) },
        { name: 'static', sample: () => paintOf(page, still) },
        { name: 'control', sample: () => paintOf(page, still) },
      ],
      { rounds: ROUNDS, warmUp: WARM_UP },
    );

    await page.goto(popup);
    await page.waitForSelector('.all-reviews, .row:nth-child(20)');
    const changes = await changedByTicks(page);
    await page.goto(still);
    await stopWorkers(running.browser);
    await showWithin(page, popup);
    await pause(WAKE_SEEN_MS);
    const woken = (await runningWorkers(running.browser)).length;

    await page.evaluate((rows) => chrome.storage.local.set(rows), pastSessions());
    await page.setViewport({ width: 1100, height: 800 });
    await page.goto(new URL('../history/history.html', popup).href);
    await page.waitForFunction(() => document.documentElement.scrollHeight > 2_000);
    const frames = await framesOf(page);

    const row = (what: string, name: string, gate: Row['gate'] = null): Row => ({
      what,
      unit: 'ms',
      ours: median(samples.get(name) ?? []),
      peer: median(samples.get('static') ?? []),
      gate,
    });
    return {
      title: `pages: first contentful paint (medians of ${ROUNDS}), and ${HISTORY_ROWS} reviews scrolled through`,
      rows: [
        row('the popup, against a static one', 'popup', { bound: 'most', value: 1.3, fails: false }),
        row('the least that shows what is stored: one key, one text', 'reading'),
        row('control: the static popup against itself', 'control'),
        { what: 'workers that the popup’s paint woke', unit: '', ours: woken, peer: null, gate: atMost(0) },
        {
          what: 'changes by ticks beside the timer’s text',
          unit: '',
          ours: changes,
          peer: null,
          gate: atMost(0),
        },
        { what: 'frames scrolled', unit: '', ours: frames.length, peer: null, gate: null },
        { what: 'the median frame', unit: 'ms', ours: median(frames), peer: null, gate: null },
        {
          what: 'the longest frame',
          unit: 'ms',
          ours: Math.max(...frames),
          peer: null,
          gate: { bound: 'most', value: 32, fails: false },
        },
      ],
      notes: [],
    };
  } finally {
    await started.run();
  }
}
