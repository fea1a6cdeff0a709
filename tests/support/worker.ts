import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession } from 'puppeteer-core';
import { EXTENSION_ID } from '../../contract/src/extension-identity.ts';

/** How long a worker that was told to stop may take, in milliseconds. */
const STOPPED_WITHIN_MS = 10_000;

async function workersOf(session: CDPSession): Promise<string[]> {
  const { targetInfos } = await session.send('Target.getTargets');
  return targetInfos
    .filter(({ type, url }) => type === 'service_worker' && url.includes(EXTENSION_ID))
    .map(({ targetId }) => targetId);
}

/** The ids of the extension's running service workers: at most one. Asking does not attach to it, so it may die. */
export async function runningWorkers(browser: Browser): Promise<string[]> {
  const session = await browser.target().createCDPSession();
  try {
    return await workersOf(session);
  } finally {
    await session.detach();
  }
}

/** Stops the extension's service worker in the middle of whatever it does, and waits until this one is gone. */
export async function stopWorkers(browser: Browser): Promise<void> {
  const session = await browser.target().createCDPSession();
  try {
    const doomed = await workersOf(session);
    const until = Date.now() + STOPPED_WITHIN_MS;
    for (;;) {
      const left = (await workersOf(session)).filter((id) => doomed.includes(id));
      if (left.length === 0) return;
      if (Date.now() > until) throw new Error('The service worker is still running.');
      // A worker that is only just starting takes no notice, so it is told until it is gone.
      for (const targetId of left)
        await session.send('Target.closeTarget', { targetId }).catch(() => undefined);
      await pause(50);
    }
  } finally {
    await session.detach();
  }
}
