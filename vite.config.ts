import { crx } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import manifest from './manifest.config.ts';

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false }), crx({ manifest })],
  build: { target: 'chrome130', modulePreload: false, sourcemap: false },
});
