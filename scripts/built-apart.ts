import { join } from 'node:path';
import type { CrxPlugin } from '@crxjs/vite-plugin';
import { type BuildEnvironmentOptions, build, type PluginOption, type ResolvedConfig } from 'vite';

const workerFile = 'service-worker.js';

/** What a build made: each file's path and what is in it. */
type Files = Map<string, string | Uint8Array>;

/** Builds one entry by itself, and writes nothing. */
const buildAlone = async (
  { root, mode, build: { outDir, target, minify, sourcemap, rolldownOptions } }: ResolvedConfig,
  plugins: PluginOption[],
  { input, output }: NonNullable<BuildEnvironmentOptions['rolldownOptions']>,
): Promise<Files> => {
  const { treeshake } = rolldownOptions;
  const built = await build({
    configFile: false,
    root,
    mode,
    logLevel: 'warn',
    plugins,
    build: {
      write: false,
      outDir,
      target,
      minify,
      sourcemap,
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: {
        ...(input === undefined ? {} : { input }),
        ...(treeshake === undefined ? {} : { treeshake }),
        output: { ...output, codeSplitting: false },
      },
    },
  });
  const files = [built].flat().flatMap((outcome) => ('output' in outcome ? outcome.output : []));
  return new Map(files.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
};

/** Puts the styles that a page links into the page itself. */
const withStylesInside = (files: Files, page: string): Files => {
  const inside = new Map(files);
  const linked = String(files.get(page)).replaceAll(
    /<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g,
    (_, path: string) => {
      inside.delete(path);
      return `<style>${files.get(path)}</style>`;
    },
  );
  return inside.set(page, linked);
};

/**
 * Builds what is opened again and again apart from the other pages, so that the browser reads fewer files: the
 * service worker as one classic script instead of modules behind a loader, which crxjs alone writes, and the popup
 * as one page with its styles in it and one script. `plugins` are those that the popup is built with.
 */
export function builtApart(plugins: () => PluginOption[]): CrxPlugin {
  let config: ResolvedConfig | undefined;
  let worker: string | undefined;
  let popup: string | undefined;

  return {
    name: 'worktime:built-apart',
    apply: 'build',
    // After crxjs has written loaders for the workers that it knows of.
    enforce: 'post',
    configResolved: (resolved) => {
      config = resolved;
    },
    // crxjs sees neither, so it shares no chunk with them and writes no loader.
    transformCrxManifest: ({ background, action: { default_popup: page, ...action } = {}, ...rest }) => {
      worker = background && 'service_worker' in background ? background.service_worker : undefined;
      popup = page;
      return { ...rest, action };
    },
    async renderCrxManifest(manifest) {
      if (config === undefined || worker === undefined || popup === undefined) return manifest;
      const { root } = config;
      const scripts = await buildAlone(config, [], {
        input: join(root, worker),
        output: { format: 'iife', entryFileNames: workerFile, strict: true },
      });
      const page = await buildAlone(config, plugins(), { input: join(root, popup) });
      for (const [fileName, source] of [...scripts, ...withStylesInside(page, popup)])
        this.emitFile({ type: 'asset', fileName, source });
      return {
        ...manifest,
        background: { service_worker: workerFile },
        action: { ...manifest.action, default_popup: popup },
      };
    },
  };
}
