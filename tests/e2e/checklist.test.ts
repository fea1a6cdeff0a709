import type { Page } from 'puppeteer-core';
import { test as base, expect } from 'vitest';
import { goOffline, read, signIn } from '../../scripts/tabs.ts';
import {
  activeSession,
  backendKeeps,
  eventually,
  expectCounted,
  storedUnder,
} from '../support/expectations.ts';
import { login, openWorld, startWorld, type World } from '../support/world.ts';

const REVIEW = 'acme/rocket #7';
const COMPLETED = `${REVIEW} completed`;

const syncState = (popup: Page): Promise<string | null> =>
  popup.$eval('#sync-status', (status) => status.getAttribute('data-state'));

/** The rows of the popup by the review that each shows and where its delivery stands. */
const rows = (popup: Page): Promise<string[]> =>
  popup.$$eval(
    '[data-sync]',
    (found, name) =>
      found.map((row) => {
        const text = row.textContent;
        return `${text?.includes(name) ? name : text} ${row.getAttribute('data-sync')}`;
      }),
    REVIEW,
  );

/** One session by hand, from its start to its end. */
const reviewByHand = async (world: World): Promise<void> => {
  const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 };
  expect(await world.send({ type: 'START_SESSION', data })).toMatchObject({ ok: true });
  expect(await world.send({ type: 'END_SESSION' })).toMatchObject({ ok: true });
};

/** An outage that outlasts a whole round: when it was tried in vain, and what was kept after the last of them. */
interface Outage {
  attempts: number[];
  queued: Record<string, unknown>[];
  failed: Record<string, unknown>[];
  laterArrivals: number;
  /** The browser's alarms after the last attempt: when each rings, in minutes after the session. */
  alarms: Record<string, number>;
  recovered: string[];
}

/** Waits until the worker has asked for sessions that an empty history is filled with, and there were none. */
const nothingIsFilledIn = (world: World): Promise<void> =>
  eventually(async () => (await world.derived()).head).toMatchObject({ head: { filled: { count: 0 } } });

const liveThroughOutage = async (world: World): Promise<Outage> => {
  await world.signIn();
  await nothingIsFilledIn(world);
  await world.gate.set('reset');
  const before = world.gate.arrivals;
  const arrivals: number[] = [];
  const watch = setInterval(() => {
    while (before + arrivals.length < world.gate.arrivals) arrivals.push(Date.now());
  }, 5);
  const began = Date.now();
  await reviewByHand(world);
  await eventually(async () => (await storedUnder(world, 'failedSyncItems/')).length, 60_000).toBeGreaterThan(
    0,
  );
  clearInterval(watch);
  const queued = await storedUnder(world, 'syncQueue/');
  const failed = await storedUnder(world, 'failedSyncItems/');
  const laterArrivals = world.gate.arrivals - before - arrivals.length;
  // What the backend can do is asked right before the first attempt.
  const attempts = arrivals.filter(
    (at, index) => (arrivals[index + 1] ?? Number.POSITIVE_INFINITY) - at > 500,
  );
  const alarmsNow = async (): Promise<Record<string, number>> => {
    const alarms = await world.inExtension(() => chrome.alarms.getAll(), null);
    const minutes = alarms.map(({ name, scheduledTime }) => [
      name,
      Math.round((scheduledTime - began) / 60_000),
    ]);
    return Object.fromEntries(minutes);
  };
  // Until the worker is at rest, the alarm would wake another within a minute.
  await eventually(async () => Math.max(...Object.values(await alarmsNow())), 5_000).toBeGreaterThan(2);
  const alarms = await alarmsNow();
  await world.gate.set('open');
  await world.send({ type: 'SYNC_NOW' });
  const recovered = (await backendKeeps(world, [COMPLETED])).map(({ status }) => status);
  return {
    attempts,
    queued,
    failed,
    laterArrivals,
    alarms,
    recovered,
  };
};

/** The outage takes most of a minute, so the two tests that are about it look at the same one. */
const test = base.extend('outage', { scope: 'file' }, async () => {
  const { world, stop } = await openWorld();
  try {
    return await liveThroughOutage(world);
  } finally {
    await stop();
  }
});

test('Extension works fully offline (local tracking)', async () => {
  const world = await startWorld();
  await world.gate.set('refused');
  const popup = await world.popup();

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  const goOnline = await goOffline(world.browser);
  await eventually(() => activeSession(world)).toMatchObject({
    repo_owner: 'acme',
    repo_name: 'rocket',
    pr_number: 7,
    synced: false,
  });
  await read(page, 4_000);
  const attention = Date.now() - began;
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  const [row] = await storedUnder(world, 'sessionHistory/');
  expectCounted(row as never, attention);
  await eventually(() => rows(popup)).toEqual([`${REVIEW} queued`]);
  expect(await world.kept()).toEqual([]);
  await goOnline();
});

test('Session syncs to backend when online', async () => {
  const world = await startWorld();
  await world.signIn();

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 5_000);
  const attention = Date.now() - began;
  await page.close();

  const [kept] = await backendKeeps(world, [COMPLETED]);
  expectCounted(kept, attention);
  await eventually(() => storedUnder(world, 'syncQueue/')).toEqual([]);
  const [stored] = await storedUnder(world, 'sessionHistory/');
  expect(stored).toMatchObject({
    id: kept?.client_id,
    backend_id: kept?.session_id,
    duration_seconds: kept?.duration_seconds,
    synced: true,
  });
});

test('Offline sessions added to sync queue', async () => {
  const world = await startWorld();
  await world.signIn();

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  await eventually(async () => (await activeSession(world))?.synced).toBe(true);
  const goOnline = await goOffline(world.browser);
  const { arrivals } = world.gate;
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  await world.send({ type: 'SYNC_NOW' });
  await eventually(async () => (await world.stored()).offlineMode).toBe(true);
  expect(await storedUnder(world, 'syncQueue/')).toMatchObject([{ kind: 'session.end', attempts: 0 }]);
  expect(world.gate.arrivals).toBe(arrivals);

  await goOnline();
  await backendKeeps(world, [COMPLETED], 60_000);
});

test('Network reconnect triggers sync', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.gate.set('refused');

  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 4_000);
  const goOnline = await goOffline(world.browser);
  await read(page, 1_000);
  const attention = Date.now() - began;
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  await eventually(async () => (await world.stored()).offlineMode).toBe(true);

  await world.gate.set('open');
  await goOnline();
  const [kept] = await backendKeeps(world, [COMPLETED], 60_000);
  expectCounted(kept, attention);
  await eventually(() => storedUnder(world, 'syncQueue/')).toEqual([]);
  await eventually(async () => (await world.stored()).offlineMode).toBe(false);
});

test('Exponential backoff works correctly', async ({ outage }) => {
  const waits = outage.attempts.slice(1).map((at, index) => at - (outage.attempts[index] ?? 0));
  expect(waits).toHaveLength(5);
  for (const [index, wait] of waits.entries()) {
    const least = 1_000 * 2 ** index;
    expect(wait, `retry ${index + 1}`).toBeGreaterThanOrEqual(least - 20);
    expect(wait, `retry ${index + 1}`).toBeLessThanOrEqual(least * 1.25 + 1_500);
  }
});

test('Max retries enforced (5)', async ({ outage }) => {
  expect(outage.attempts).toHaveLength(1 + 5);
  expect(outage.laterArrivals).toBe(0);
  expect(outage.failed).toMatchObject([{ attempts: 6, nextAttemptAt: null }]);
  expect(outage.queued.every(({ attempts }) => attempts === 0)).toBe(true);
  expect(outage.alarms).toEqual({ wake: 15 });
  expect(outage.recovered).toEqual(['completed']);
});

test('Token expiry triggers re-auth', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.store({ refreshToken: null, tokenExpiry: Date.now() - 1_000 });
  const popup = await world.popup();
  await eventually(() => syncState(popup)).toBe('signed-out');

  await reviewByHand(world);
  await eventually(async () => (await storedUnder(world, 'syncQueue/')).length).toBeGreaterThan(0);
  expect(await world.kept()).toEqual([]);

  await popup.bringToFront();
  await signIn(popup, login);
  await backendKeeps(world, [COMPLETED]);
  await eventually(() => syncState(popup)).toBe('synced');
});

/** A review of ten minutes, yesterday, that reached the backend from another machine. */
const reviewElsewhere = async (world: World): Promise<void> => {
  const noon = new Date();
  noon.setDate(noon.getDate() - 1);
  noon.setHours(12, 0, 0, 0);
  const body = {
    client_id: '01931c5e-8a00-7000-8000-000000000001',
    repo_owner: 'acme',
    repo_name: 'elsewhere',
    pr_number: 1,
    start_time: noon.toISOString(),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const { authToken } = await world.stored();
  const tell = async (method: string, path: string, content: unknown): Promise<{ session_id: string }> => {
    const response = await fetch(`http://127.0.0.1:${world.backendPort}${path}`, {
      method,
      headers: { authorization: `Bearer ${authToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(content),
    });
    return response.json();
  };
  const { session_id } = await tell('POST', '/api/sessions/start', body);
  const end_time = new Date(noon.getTime() + 600_000).toISOString();
  await tell('PATCH', `/api/sessions/${session_id}/end`, { end_time, duration_seconds: 600 });
};

/** Where the popup's week is from, and what it says of yesterday. */
const yesterday = (popup: Page): Promise<string> =>
  popup.$eval('.today', (section) => {
    const cells = [...section.querySelectorAll('td')].map((cell) => cell.textContent);
    return `${section.getAttribute('data-source')}: ${cells.at(-2)}`;
  });

test('Popup shows backend data when online', async () => {
  const world = await startWorld();
  await world.signIn();
  await reviewElsewhere(world);
  const popup = await world.popup();
  await eventually(() => yesterday(popup)).toBe('backend: 10m');
});

test('Popup shows local data when offline', async () => {
  const world = await startWorld();
  await world.signIn();
  await nothingIsFilledIn(world);
  await reviewElsewhere(world);
  const popup = await world.popup();
  await eventually(() => yesterday(popup)).toBe('backend: 10m');

  await world.gate.set('refused');
  const goOnline = await goOffline(world.browser);
  await reviewByHand(world);
  await eventually(() => syncState(popup)).toBe('offline');
  expect(await yesterday(popup)).toBe('local: 0');
  await eventually(() => rows(popup)).toEqual([`${REVIEW} queued`]);
  await goOnline();
});

test('Sync status indicator displays correctly', async () => {
  const world = await startWorld();
  const popup = await world.popup();
  await popup.waitForSelector('#sync-status[data-state="signed-out"]');
  await signIn(popup, login);
  await eventually(() => syncState(popup)).toBe('synced');

  await world.gate.set('refused');
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 2_000);
  const goOnline = await goOffline(world.browser);
  await page.close();
  await popup.bringToFront();
  await eventually(() => rows(popup)).toEqual([`${REVIEW} queued`]);
  await eventually(() => syncState(popup)).toBe('offline');

  await world.gate.set('open');
  await goOnline();
  await eventually(() => syncState(popup)).toBe('synced');
  expect(await rows(popup)).toEqual([`${REVIEW} synced`]);
});

test('Manual sync button works', async () => {
  const world = await startWorld();
  const popup = await world.popup();
  await signIn(popup, login);
  await world.gate.set('refused');
  await reviewByHand(world);
  await eventually(() => rows(popup)).toEqual([`${REVIEW} retrying`]);

  await world.gate.set('open');
  await popup.click('#sync-button');
  await backendKeeps(world, [COMPLETED]);
  await eventually(() => syncState(popup)).toBe('synced');
});

test('No duplicate sessions created', async () => {
  const world = await startWorld();
  await world.signIn();
  await world.gate.set('deaf');

  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  await backendKeeps(world, [`${REVIEW} active`]);
  await world.stopWorker();
  await page.close();
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(1);
  for (let time = 0; time < 3; time += 1) {
    const { arrivals } = world.gate;
    await world.send({ type: 'SYNC_NOW' });
    await eventually(() => world.gate.arrivals).toBeGreaterThan(arrivals);
    await world.stopWorker();
  }
  await world.gate.set('open');
  await world.send({ type: 'SYNC_NOW' });

  await backendKeeps(world, [COMPLETED], 60_000);
  await eventually(() => storedUnder(world, 'syncQueue/')).toEqual([]);
});
