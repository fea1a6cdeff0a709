import type { Page } from 'puppeteer-core';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';

/** An event of a trace, in microseconds; `tdur` is what its thread had of the processor. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { url?: string } };
}

/** What a page's main thread had of the processor. */
export interface MainThread {
  /** All of its tasks, in milliseconds. */
  allMs: number;
  /** The part of it in which the extension's scripts were compiled, ran or were called. */
  sensorMs: number;
  /** How often they ran or were called. */
  sensorCalls: number;
}

const CATEGORIES = ['-*', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];

const isTask = ({ name }: TraceEvent): boolean => name === 'RunTask';

const isOfSensor = ({ name, args }: TraceEvent): boolean =>
  (name === 'EvaluateScript' || name === 'FunctionCall') &&
  args?.data?.url?.startsWith(`chrome-extension://${EXTENSION_ID}/`) === true;

/** Those that do not run within another of them. */
const outermost = (events: readonly TraceEvent[]): TraceEvent[] => {
  let until = 0;
  return events
    .toSorted((a, b) => a.ts - b.ts)
    .filter(({ ts, dur = 0 }) => {
      if (ts < until) return false;
      until = ts + dur;
      return true;
    });
};

const msOf = (events: readonly TraceEvent[]): number =>
  events.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1_000;

/** Traces the main thread of a page while `work` is done in it. */
export async function traceMainThread(page: Page, work: () => Promise<void>): Promise<MainThread> {
  const marker = `worktime-bench-${crypto.randomUUID()}`;
  await page.tracing.start({ categories: [...CATEGORIES, 'blink.user_timing'] });
  await work();
  await page.evaluate((name) => void performance.mark(name), marker);
  const trace = Buffer.from((await page.tracing.stop()) ?? []).toString();
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(trace);
  const mark = traceEvents.find(({ name }) => name === marker);
  if (mark === undefined) throw new Error('The trace does not show the page.');
  const own = traceEvents.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  const sensor = outermost(own.filter(isOfSensor));
  return { allMs: msOf(outermost(own.filter(isTask))), sensorMs: msOf(sensor), sensorCalls: sensor.length };
}
