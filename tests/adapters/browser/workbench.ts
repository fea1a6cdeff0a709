import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import * as v from 'valibot';
import { build } from 'vite';
import { afterAll, beforeAll, inject } from 'vitest';
import { EXTENSION_ID } from '../../../contract/src/extension-identity.ts';
import { launchBrowser } from '../../../scripts/browser.ts';
import { ensureBrowser } from '../../../scripts/chromium.ts';
import { openTab } from '../../../scripts/tabs.ts';
import { teardown } from '../../../scripts/teardown.ts';

/** What the workbench takes over of the extension's manifest: its identity and what it is allowed, but no worker. */
const Manifest = v.object({
  manifest_version: v.number(),
  version: v.string(),
  key: v.string(),
  incognito: v.string(),
  permissions: v.array(v.string()),
  host_permissions: v.array(v.string()),
});

/** The manifest of an extension that may do what WorkTime may, but has a quota, and storage and alarms to itself. */
const manifestOf = async (extensionFolder: string): Promise<object> => {
  const built = v.parse(Manifest, JSON.parse(await readFile(join(extensionFolder, 'manifest.json'), 'utf8')));
  return {
    ...built,
    name: 'Workbench',
    permissions: built.permissions.filter((name) => name !== 'unlimitedStorage'),
  };
};

/** A page of an extension in a real browser, in which the adapters can be called as `adapters`. */
export interface Workbench {
  readonly page: Page;
}

const openWorkbench = async (started: ReturnType<typeof teardown>): Promise<Page> => {
  const folder = await mkdtemp(join(tmpdir(), 'worktime-workbench-'));
  started.add(() => rm(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      target: 'chrome130',
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'workbench-page.ts'),
        name: 'workbench',
        formats: ['iife'],
        fileName: () => 'workbench.js',
      },
    },
  });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(await manifestOf(inject('extensionFolder'))));
  await writeFile(
    join(folder, 'workbench.html'),
    '<!doctype html><meta charset="utf-8"><title>Workbench</title><script src="workbench.js"></script>',
  );
  const running = await launchBrowser({ executable: ensureBrowser(), extension: folder, headless: true });
  started.add(() => running.close());
  return await openTab(running.browser, `chrome-extension://${EXTENSION_ID}/workbench.html`);
};

/** Opens a workbench before the tests of a file and closes it after them. */
export const workbench = (): Workbench => {
  const started = teardown();
  let page: Page | undefined;
  beforeAll(async () => {
    page = await openWorkbench(started);
  });
  afterAll(() => started.run());
  return {
    get page() {
      if (page === undefined) throw new Error('The workbench is open only while tests run.');
      return page;
    },
  };
};
