import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Connection } from 'puppeteer-core';

/** A page of an extension, in which code is run. */
export interface ExtensionPage {
  /** Runs an expression and answers what it resolves to. */
  run<T>(expression: string): Promise<T>;
}

/** A browser whose service workers no debugger attaches to: they start as fast, and stop as soon, as for a person. */
export interface UntouchedBrowser {
  openPage(extensionId: string): Promise<ExtensionPage>;
  /** Stops every service worker and waits until none is left. */
  stopWorkers(): Promise<void>;
}

const connectionOf = (session: CDPSession): Connection => {
  const connection = session.connection();
  if (connection === undefined) throw new Error('The browser is gone.');
  return connection;
};

/**
 * Takes the driver's hands off a browser. By default the driver pauses every new worker until it has looked at it,
 * which would add the same to both sides of a comparison and so bring their ratio nearer to 1.
 */
export async function untouched(browser: Browser): Promise<UntouchedBrowser> {
  const connection = connectionOf(await browser.target().createCDPSession());
  await connection.send('Target.setAutoAttach', {
    autoAttach: false,
    waitForDebuggerOnStart: false,
    flatten: true,
  });

  const targets = async () => (await connection.send('Target.getTargets')).targetInfos;
  const workers = async () => (await targets()).filter(({ type }) => type === 'service_worker');

  return {
    openPage: async (extensionId) => {
      const url = `chrome-extension://${extensionId}/manifest.json`;
      const { targetId } = await connection.send('Target.createTarget', { url, background: true });
      const target = (await targets()).find((info) => info.targetId === targetId);
      if (target === undefined) throw new Error(`No page opened for ${url}.`);
      const session = await connection.createSession(target);
      const run: ExtensionPage['run'] = async (expression) => {
        const options = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await session.send('Runtime.evaluate', options);
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? expression);
        return result.value;
      };
      const isLoaded = `location.href === '${url}' && document.readyState === 'complete'`;
      while (!(await run<boolean>(isLoaded))) await pause(20);
      return { run };
    },
    stopWorkers: async () => {
      for (let running = await workers(); running.length > 0; running = await workers()) {
        for (const { targetId } of running)
          await connection.send('Target.closeTarget', { targetId }).catch(() => undefined);
        await pause(20);
      }
    },
  };
}
