import { beforeEach, expect, it } from 'vitest';
import { workbench } from './workbench.ts';

const bench = workbench();
const hour = 3_600_000;

beforeEach(async () => {
  await bench.page.evaluate(() => chrome.alarms.clearAll());
});

/** Asks for one deadline after the other, in milliseconds from now, and answers those of the alarms that are left. */
const askFor = (waits: (number | null)[], mode: 'waiting' | 'at once' = 'waiting'): Promise<unknown> =>
  bench.page.evaluate(
    async (asked, isWaiting) => {
      const now = adapters.systemClock.now();
      const wakeUps = adapters.createWakeAlarm(adapters.systemClock, () => undefined);
      const calls = asked.map(
        (wait) => () => wakeUps.schedule(wait === null ? null : adapters.plus(now, wait)),
      );
      if (isWaiting) for (const call of calls) await call();
      else await Promise.all(calls.map((call) => call()));
      const alarms = await chrome.alarms.getAll();
      return alarms.map(({ name, scheduledTime, periodInMinutes }) => ({
        name,
        wait: scheduledTime - now,
        again: periodInMinutes,
      }));
    },
    waits,
    mode === 'waiting',
  );

/** It rings again every minute: the worker that it wakes may die before it asks anew. */
const oneAlarmIn = (wait: number) => [{ name: 'wake', wait, again: 1 }];

it('the one alarm is set to the deadline', async () => {
  expect(await askFor([hour])).toEqual(oneAlarmIn(hour));
});

it('a deadline nearer than an alarm may ring has its alarm all the same, for the life after this one', async () => {
  expect(await askFor([20_000])).toEqual(oneAlarmIn(20_000));
});

it.each([
  ['later', 2 * hour],
  ['earlier', hour / 2],
  ['same', hour],
])('a %s deadline replaces the one before', async (_, wait) => {
  expect(await askFor([hour, wait])).toEqual(oneAlarmIn(wait));
});

it('no deadline is no alarm', async () => {
  expect(await askFor([null])).toEqual([]);
  expect(await askFor([hour, null])).toEqual([]);
  expect(await askFor([hour, null, hour])).toEqual(oneAlarmIn(hour));
});

it('of deadlines that nobody waits for the last one stands', async () => {
  expect(await askFor([hour, null, 3 * hour, 2 * hour], 'at once')).toEqual(oneAlarmIn(2 * hour));
  expect(await askFor([hour, 2 * hour, null], 'at once')).toEqual([]);
});

it('a new life asks again for an alarm that was lost', async () => {
  const left = await bench.page.evaluate(async () => {
    const at = adapters.plus(adapters.systemClock.now(), 3_600_000);
    await adapters.createWakeAlarm(adapters.systemClock, () => undefined).schedule(at);
    await chrome.alarms.clearAll();
    await adapters.createWakeAlarm(adapters.systemClock, () => undefined).schedule(at);
    return (await chrome.alarms.getAll()).map(({ scheduledTime }) => scheduledTime === at);
  });
  expect(left).toEqual([true]);
});

it.each([
  ['near', 200],
  ['past', -60_000],
])('a %s deadline rings in this life, once and not early', async (_, wait) => {
  const rings = await bench.page.evaluate(async (ms) => {
    const due = adapters.plus(adapters.systemClock.now(), ms);
    const times: number[] = [];
    await new Promise<void>((rung) => {
      const wakeUps = adapters.createWakeAlarm(adapters.systemClock, () => {
        times.push(adapters.systemClock.now() - due);
        rung();
      });
      void wakeUps.schedule(due);
    });
    return times;
  }, wait);
  expect(rings).toEqual([expect.any(Number)]);
  // Chromium's timers may be a millisecond ahead of its clock.
  expect(Number(rings[0])).toBeGreaterThanOrEqual(-1);
});

it.each([
  ['none', null],
  ['a later one', 3_600_000],
])('a near deadline that was replaced by %s does not ring', async (_, instead) => {
  const rings = await bench.page.evaluate(async (wait) => {
    const now = adapters.systemClock.now();
    const rung: string[] = [];
    const alarm = adapters.createWakeAlarm(adapters.systemClock, () => rung.push('replaced'));
    await alarm.schedule(adapters.plus(now, 100));
    await alarm.schedule(wait === null ? null : adapters.plus(now, wait));
    await new Promise<void>((resolve) => {
      const other = adapters.createWakeAlarm(adapters.systemClock, () => {
        rung.push('other');
        resolve();
      });
      void other.schedule(adapters.plus(adapters.systemClock.now(), 300));
    });
    return rung;
  }, instead);
  expect(rings).toEqual(['other']);
});
