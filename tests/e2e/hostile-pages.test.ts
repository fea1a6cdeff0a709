import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { read } from '../../scripts/tabs.ts';
import { contentScriptsOf } from '../support/content-script.ts';
import { activeSession, backendKeeps, eventually, storedUnder } from '../support/expectations.ts';
import { startWorld, type World } from '../support/world.ts';

/**
 * What pages call their pull requests, and what is kept of it: the same text, but for what no server can take. Control
 * characters never get as far: `document.title` itself reads them as blanks.
 */
const titles: [number: number, given: string, kept: string | null][] = [
  [1, '<img src=x onerror="document.title=1">&amp;', '<img src=x onerror="document.title=1">&amp;'],
  [2, 'a\u0000b', 'a b'],
  [3, '\u202Egpj.exe\u2066', '\u202Egpj.exe\u2066'],
  [4, `🚀${'x'.repeat(400)}`, `🚀${'x'.repeat(254)}`],
  [5, 'x'.repeat(10_000), null],
  [6, 'half \ud800 a character', 'half \uFFFD a character'],
  [7, '__proto__', '__proto__'],
];

/** Opens a pull request whose page calls it so before anything of it is told. */
const visitCalled = async (world: World, number: number, title: string): Promise<Page> => {
  const page = await world.browser.newPage();
  await page.evaluateOnNewDocument(
    (name) => document.addEventListener('DOMContentLoaded', () => Object.assign(document, { title: name })),
    `${title} by ada · Pull Request #${number} · acme/rocket`,
  );
  await page.goto(`https://github.com/acme/rocket/pull/${number}`);
  await page.bringToFront();
  return page;
};

it('whatever a page calls its pull request is kept, sent and shown as bounded text, and its time counts', async () => {
  const world = await startWorld();
  const attention: [number, number][] = [];
  for (const [number, given] of titles) {
    const began = Date.now();
    const page = await visitCalled(world, number, given);
    await eventually(async () => (await activeSession(world))?.pr_number).toBe(number);
    await read(page, 1_500);
    await page.close();
    attention.push([number, Date.now() - began]);
  }
  await eventually(async () => (await storedUnder(world, 'sessionHistory/')).length).toBe(titles.length);
  await world.signIn();
  const expected = titles.map(([number, , kept]) => [number, kept]);
  const titlesOf = (rows: readonly object[]): unknown[] =>
    rows
      .map((row): [number, unknown] => {
        const { pr_number, pr_title } = row as { pr_number: number; pr_title: string | null };
        return [pr_number, pr_title];
      })
      .toSorted(([a], [b]) => a - b);

  const kept = await backendKeeps(
    world,
    titles.map(([number]) => `acme/rocket #${number} completed`),
  );
  expect(titlesOf(kept)).toEqual(expected);
  expect(titlesOf(await storedUnder(world, 'sessionHistory/'))).toEqual(expected);
  for (const [number, ms] of attention) {
    const seconds = kept.find(({ pr_number }) => pr_number === number)?.duration_seconds ?? Number.NaN;
    expect(Math.abs(seconds * 1_000 - ms), `#${number}: ${seconds} s of ${ms} ms`).toBeLessThanOrEqual(2_000);
  }

  const popup = await world.popup();
  await popup.waitForSelector('[data-sync]');
  const text = await popup.$eval('body', (body) => body.textContent ?? '');
  expect(titles.map(([, , title]) => [title, text.includes(title ?? 'acme/rocket #5')])).toEqual(
    titles.map(([, , title]) => [title, true]),
  );
  expect([await popup.$$('img'), await popup.title()]).toEqual([[], 'WorkTime']);
});

it('what the sensor of a hijacked page may say is bounded, and what was counted stays', async () => {
  const world = await startWorld();
  await world.signIn();
  const began = Date.now();
  const page = await world.visit('/acme/rocket/pull/7');
  await read(page, 1_000);
  const session = await page.createCDPSession();
  const [contextId = 0] = await contentScriptsOf(session);
  const say = async (message: string): Promise<unknown> => {
    const { result } = await session.send('Runtime.evaluate', {
      contextId,
      awaitPromise: true,
      returnByValue: true,
      expression: `chrome.runtime.sendMessage(${message}).then((reply) => reply?.error?.code ?? 'taken', String)`,
    });
    return result.value;
  };
  const report = "visible: true, inputAt: Date.now(), input: 'key', online: true";
  const lies = [
    `{ type: 'ATTENTION', data: { ${report}, title: 'x'.repeat(10000) } }`,
    `{ type: 'ATTENTION', data: { ${report}, title: 'A change', tabId: 99 } }`,
    `{ type: 'ATTENTION', data: { ${report}, title: '${'<b>'.repeat(9)}\\u0000\\u202e\\ud800' } }`,
    `{ type: 'ATTENTION', data: { ${report.replace('Date.now()', 'Date.now() + 9e9')}, title: '' } }`,
    "{ type: 'START_SESSION', data: { repo_owner: 'x'.repeat(10000), repo_name: 'rocket', pr_number: 7 } }",
    "'x'.repeat(1e6)",
  ];
  const answers: unknown[] = [];
  for (const lie of lies) answers.push(await say(lie));
  expect(answers).toEqual(['forbidden', 'forbidden', 'taken', 'taken', 'forbidden', 'forbidden']);
  await read(page, 1_000);
  const attention = Date.now() - began;
  await page.close();
  const [kept] = await backendKeeps(world, ['acme/rocket #7 completed']);
  expect(Math.abs((kept?.duration_seconds ?? Number.NaN) * 1_000 - attention)).toBeLessThanOrEqual(2_000);
  expect(await storedUnder(world, 'sessionHistory/')).toMatchObject([
    { pr_number: 7, pr_title: 'Keep the retry deadline across a restart' },
  ]);
});
