import { afterAll, beforeAll, vi } from 'vitest';
import { openPageSite, type PageSite } from './extension-page.ts';

/** Builds and serves a page for the tests of a file, which may take a browser's time. */
export const servedPage = (name: Parameters<typeof openPageSite>[0]): (() => PageSite) => {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });
  let site: PageSite | undefined;
  beforeAll(async () => {
    site = await openPageSite(name);
  });
  afterAll(() => site?.close());
  return () => {
    if (site === undefined) throw new Error('The page is served once the tests have begun.');
    return site;
  };
};
