import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import manifest from './manifest.config.ts';
import { builtApart } from './scripts/built-apart.ts';
import { machineCharts } from './scripts/charts/plugin.ts';

const inspector =
  /node_modules\/(@statelyai|partysocket|isomorphic-ws|superjson|fast-safe-stringify|safe-stable-stringify)\//;

/** What a page is made with. */
const pagePlugins = () => [
  preact({ devToolsEnabled: false, prefreshEnabled: false }),
  machineCharts(import.meta.dirname),
];

export default defineConfig({
  plugins: [pagePlugins(), crx({ manifest }), builtApart(pagePlugins)],
  build: {
    target: 'chrome130',
    modulePreload: { polyfill: false },
    sourcemap: false,
    // The inspector and what it brings are left out whole, unless the build reports to one (VITE_INSPECT).
    rolldownOptions: {
      // No part of the manifest names these: the worker and pages open them.
      input: { welcome: 'src/ui/welcome/welcome.html', history: 'src/ui/history/history.html' },
      // One file for what pages share, so that a page asks the browser for two instead of eight.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } },
      treeshake: { moduleSideEffects: [{ test: inspector, sideEffects: false }] },
    },
  },
});
