import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';
import { launchBrowser } from '../scripts/browser.ts';
import { ensureBrowser } from '../scripts/chromium.ts';
import { buildExtension } from '../scripts/extension-build.ts';
import { teardown } from '../scripts/teardown.ts';
import { writeBareExtension } from './bare-extension.ts';
import { type Contestant, interleave } from './interleave.ts';
import { median, type Report, type Row } from './report.ts';
import { type ExtensionPage, untouched } from './untouched-browser.ts';

/** Sessions enqueued in one sample; all samples together enqueue 1,000 or more. */
const ENQUEUED = 200;
const ROUNDS = 5;
const WARM_UP = 1;

/** Runs a loop of messages in a page, one after the other, and answers the milliseconds that it took. */
const exchangeAll = (page: ExtensionPage, messageOf: string): Promise<number> =>
  page.run(`(async () => {
    const messageOf = ${messageOf};
    const began = performance.now();
    for (let index = 0; index < ${ENQUEUED}; index += 1) {
      const reply = await chrome.runtime.sendMessage(messageOf(index));
      if (!reply.ok) throw new Error(JSON.stringify(reply));
    }
    return performance.now() - began;
  })()`);

/** Each command ends the review before it, which is then owed to the backend, and begins another. */
const worktime = (page: ExtensionPage): Contestant => {
  let number = 1;
  return {
    name: 'worktime',
    sample: async () => {
      const data = `{ repo_owner: 'acme', repo_name: 'rocket', pr_number: ${number} + index }`;
      number += ENQUEUED;
      return exchangeAll(page, `(index) => ({ type: 'START_SESSION', data: ${data} })`);
    },
  };
};

/** Bytes of JSON that were written for one session, keys included. */
const bytesOf = async (page: ExtensionPage, contestant: Contestant): Promise<number> => {
  await page.run(`(() => {
    globalThis.written = 0;
    chrome.storage.local.onChanged.addListener((changes) => {
      for (const [key, { newValue }] of Object.entries(changes))
        if (newValue !== undefined) written += key.length + JSON.stringify(newValue).length;
    });
  })()`);
  await contestant.sample();
  return (await page.run<number>('written')) / ENQUEUED;
};

const plainWrites = (page: ExtensionPage, name: string, bytes: number): Contestant => {
  let sample = 0;
  return {
    name,
    sample: () => {
      sample += 1;
      return exchangeAll(
        page,
        `(index) => ({ key: '${name}/${sample}/' + index, value: 'x'.repeat(${Math.round(bytes)}) })`,
      );
    },
  };
};

/**
 * Sessions that come to be owed, in a real browser: a page sends a command, and the worker commits before it replies. The
 * peer is a bare worker that writes as many bytes under a key of their own and replies. Gates on time are printed and
 * never fail the command.
 */
export async function enqueue(): Promise<Report> {
  const started = teardown();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'worktime-enqueue-'));
    started.add(() => rm(folder, { recursive: true, force: true }));
    const extension = join(folder, 'worktime');
    await buildExtension({ outDir: extension });
    const running = await launchBrowser({
      executable: ensureBrowser(),
      extension,
      headless: true,
      hostRules: ['MAP * ~NOTFOUND'],
    });
    started.add(() => running.close());
    const bare = join(folder, 'bare');
    await writeBareExtension(bare, 'one key an item');
    const bareId = await running.browser.installExtension(bare);
    const browser = await untouched(running.browser);
    const page = await browser.openPage(EXTENSION_ID);
    const barePage = await browser.openPage(bareId);

    const own = worktime(page);
    const bytes = await bytesOf(page, own);
    const samples = await interleave(
      [own, plainWrites(barePage, 'plain', bytes), plainWrites(barePage, 'control', bytes)],
      { rounds: ROUNDS, warmUp: WARM_UP },
    );
    const row = (what: string, name: string, gate: Row['gate'] = null): Row => ({
      what,
      unit: 'ms',
      ours: (median(samples.get(name) ?? []) * 1000) / ENQUEUED,
      peer: (median(samples.get('plain') ?? []) * 1000) / ENQUEUED,
      gate,
    });
    return {
      title: `enqueue: 1,000 sessions, by samples of ${ENQUEUED} (medians of ${ROUNDS})`,
      rows: [
        row('by commands, against plain writes of the same bytes', 'worktime', {
          bound: 'most',
          value: 1.2,
          fails: false,
        }),
        row('control: plain writes against themselves', 'control'),
      ],
      notes: [`A session that ends and one that begins are ${Math.round(bytes)} bytes in one write.`],
    };
  } finally {
    await started.run();
  }
}
