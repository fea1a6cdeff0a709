import { expect, it } from 'vitest';
import { eventually } from '../support/expectations.ts';
import { startWorld } from '../support/world.ts';
import { messagesOf } from '../ui/locales.ts';

it('a fresh installation opens the welcome page, behind what the person looks at where it was loaded unpacked', async () => {
  const world = await startWorld();
  const page = await world.visit('/acme/rocket/pull/7');
  const welcome = await world.browser.waitForTarget((target) => target.url().endsWith('/welcome.html'));
  const opened = await welcome.asPage();
  await eventually(() => opened.$eval('h1', (heading) => heading.textContent)).toBe(
    messagesOf('en').welcome_title?.message,
  );
  expect(await opened.evaluate(() => document.visibilityState)).toBe('hidden');
  expect(await page.evaluate(() => document.visibilityState)).toBe('visible');
});
