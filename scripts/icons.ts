import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import { ensureBrowser } from './chromium.ts';

/** Draws the toolbar's icon of each state from Octicons into `public/icons`: `node scripts/icons.ts`. */
const icons = {
  idle: { octicon: 'stopwatch', color: '#59636e' },
  counting: { octicon: 'stopwatch', color: '#1f883d' },
  paused: { octicon: 'pause', color: '#9a6700' },
  attention: { octicon: 'alert', color: '#cf222e' },
  offline: { octicon: 'cloud-offline', color: '#59636e' },
} as const;

const root = join(import.meta.dirname, '..');

const glyphOf = (octicon: string): string =>
  readFileSync(join(root, `node_modules/@primer/octicons/build/svg/${octicon}-16.svg`), 'utf8');

const browser = await launch({
  executablePath: ensureBrowser(),
  headless: true,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage();
  for (const [name, { octicon, color }] of Object.entries(icons))
    for (const size of [16, 32]) {
      await page.setViewport({ width: size, height: size });
      await page.setContent(`<style>
        body { margin: 0; }
        main { display: grid; place-items: center; height: 100vh; background: ${color}; border-radius: 20%; }
        svg { width: 75%; height: 75%; fill: white; stroke: white; stroke-width: 0.5; }
      </style><main>${glyphOf(octicon)}</main>`);
      const path = join(root, `public/icons/${name}-${size}.png`) as `${string}.png`;
      await page.screenshot({ path, omitBackground: true });
    }
} finally {
  await browser.close();
}
