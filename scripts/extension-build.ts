import { join } from 'node:path';
import { build } from 'vite';
import { ExpectedProblem, root } from './command.ts';

/** The folder of the unpacked extension that people load. */
export const distFolder = join(root, 'dist');

/** Where the extension expects its backend unless VITE_API_BASE_URL says otherwise. */
export const defaultApiBaseUrl = 'http://127.0.0.1:8787';

/** Builds the extension for one backend into `outDir`, which is emptied first, and answers with that backend's address. */
export async function buildExtension(options: {
  outDir: string;
  apiBaseUrl?: string;
  mode?: 'production' | 'development';
  /** Writes a map beside each script, without a mention in the script. */
  sourcemap?: 'hidden';
}): Promise<string> {
  const named = options.apiBaseUrl ?? process.env.VITE_API_BASE_URL ?? defaultApiBaseUrl;
  // Paths are appended to it, and begin with a slash themselves.
  const url = named.replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ExpectedProblem(`VITE_API_BASE_URL is "${url}", which is not an http or https address.`);
  }
  // The manifest and the code both read it from here, so that host_permissions follow from it.
  process.env.VITE_API_BASE_URL = url;
  const building = build({
    root,
    mode: options.mode ?? 'production',
    logLevel: 'error',
    build: { outDir: options.outDir, emptyOutDir: true, sourcemap: options.sourcemap ?? false },
  });
  await building.catch((error: unknown) => {
    throw new ExpectedProblem(
      `The extension does not build. ${error instanceof Error ? error.message : error}`,
    );
  });
  return url;
}
