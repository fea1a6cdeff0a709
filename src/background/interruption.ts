import type { PullRequest } from '../domain/pull-request.ts';
import type { ReviewLog } from '../domain/session.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';
import type { Message } from './decide.ts';
import type { Runtime } from './runtime.ts';

interface InterruptionParts {
  runtime: Runtime;
  browser: Browser;
  clock: Clock;
  recognize(address: string): PullRequest | null;
}

/**
 * Asks whether the browser was started since the last evidence, where its memory of that is gone. It was not where a
 * tab is still there in which somebody was: no id is given out twice. Otherwise every open review ended then.
 */
export const interruptAfterCrash = async (parts: InterruptionParts): Promise<void> => {
  const { runtime, browser, clock, recognize } = parts;
  const open = runtime.charts().flatMap(({ chart, id, context }) => {
    const log = chart === 'session' ? (context.log as ReviewLog | null) : null;
    return log ? [{ id, log }] : [];
  });
  if (open.length === 0) return;
  const { shown, activeTabs } = await browser.survey(recognize);
  const there = new Set<number | null>([...shown.keys(), ...activeTabs]);
  if (open.some(({ log }) => there.has(log.tabId))) return;
  await runtime.dispatch(
    open.map(
      ({ id }): Message => ({
        chart: 'session',
        id,
        event: { type: 'evidence.interrupted', at: clock.now() },
      }),
    ),
  );
};
