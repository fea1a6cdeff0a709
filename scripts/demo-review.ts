import type { Browser, Page } from 'puppeteer-core';
import { pastReviews } from './demo-past.ts';
import { distFolder } from './extension-build.ts';
import type { NetworkGate } from './network-gate.ts';
import { takeHistoryScreenshots, takeScreenshots } from './screenshots.ts';
import { goOffline, openTab, popupUrl, read, signIn } from './tabs.ts';

/** The attention that the script really paid to one pull request. */
export type Played = {
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  attentionMs: number;
  /** How often attention came or went: each may cost the measurement 2 s. */
  changes: number;
};

/** Keeps the true time of attention while the script moves from tab to tab. */
class Stopwatch {
  readonly played: Played[] = [];
  #current: Played | undefined;
  #since = 0;

  /** Attention is with this pull request from now on; with none of them when it is undefined. */
  turnTo(number: number | undefined): void {
    const now = Date.now();
    if (this.#current !== undefined) {
      this.#current.attentionMs += now - this.#since;
      this.#current.changes += 1;
    }
    this.#since = now;
    this.#current = number === undefined ? undefined : this.#reviewOf(number);
    if (this.#current !== undefined) this.#current.changes += 1;
  }

  #reviewOf(number: number): Played {
    const known = this.played.find((review) => review.pr_number === number);
    if (known !== undefined) return known;
    const review = { repo_owner: 'acme', repo_name: 'rocket', pr_number: number, attentionMs: 0, changes: 0 };
    this.played.push(review);
    return review;
  }
}

const reviewUrl = (number: number): string => `https://github.com/acme/rocket/pull/${number}`;

/** What the scripted review plays with. */
export type Stage = {
  browser: Browser;
  gate: NetworkGate;
  login: string;
  say: (text: string) => void;
  screenshots: boolean;
};

const syncIs = (popup: Page, state: string): Promise<unknown> =>
  popup.waitForSelector(`#sync-status[data-state="${state}"]`, { timeout: 45_000 });

/** Waits until the popup lists ended reviews of these pull requests. */
const listsEnded = (popup: Page, numbers: number[]): Promise<unknown> =>
  popup.waitForFunction(
    (wanted: number[]) => {
      const listed = [...document.querySelectorAll('[data-sync] bdi + span')].map((slug) => slug.textContent);
      return wanted.every((number) => listed.includes(`#${number}`));
    },
    { timeout: 20_000 },
    numbers,
  );

/** Takes in the reviews of the last weeks, and waits until the backend has them. */
const takeInPast = async (popup: Page): Promise<void> => {
  const sessions = pastReviews(new Date());
  await popup.evaluate((data) => chrome.runtime.sendMessage({ type: 'IMPORT_DATA', data }), { sessions });
  await popup.waitForSelector('[data-sync]');
  await syncIs(popup, 'synced');
};

/** Plays two reviews with an outage of the network in the middle, and answers when the popup says that all is synced. */
export async function playReview({ browser, gate, login, say, screenshots }: Stage): Promise<Played[]> {
  const watch = new Stopwatch();

  say(`Signing in as ${login}, in the popup.`);
  const popup = await openTab(browser, await popupUrl(distFolder));
  await signIn(popup, login);
  if (screenshots) await takeInPast(popup);

  say('A short look at pull request #4.');
  const short = await browser.newPage();
  watch.turnTo(4);
  await short.goto(reviewUrl(4));
  await read(short, 3_000);
  await popup.bringToFront();
  watch.turnTo(undefined);
  await short.close();

  say('Reading pull request #7.');
  const first = await browser.newPage();
  watch.turnTo(7);
  await first.goto(reviewUrl(7));
  await read(first, 5_000);

  say('Over to pull request #12, and back to the files of #7.');
  const second = await browser.newPage();
  watch.turnTo(12);
  await second.goto(reviewUrl(12));
  await read(second, 4_000);
  await first.bringToFront();
  watch.turnTo(7);
  await first.click('nav a[href$="/files"]');
  await read(first, 4_000);
  if (screenshots) await takeScreenshots(browser);

  say('The network goes away. Reading on, and closing both tabs.');
  await gate.set('refused');
  const goOnline = await goOffline(browser);
  await second.bringToFront();
  watch.turnTo(12);
  await first.close();
  await read(second, 4_000);
  await popup.bringToFront();
  watch.turnTo(undefined);
  await second.close();
  await listsEnded(
    popup,
    watch.played.map(({ pr_number }) => pr_number),
  );
  await syncIs(popup, 'offline');

  say('The network comes back.');
  await gate.set('open');
  await goOnline();
  await syncIs(popup, 'synced');
  if (screenshots) await takeHistoryScreenshots(browser);
  return watch.played;
}
