import type { AttentionReport } from '../messages/commands.ts';
import type { SensorReply } from '../messages/sensor.ts';

/** Until the worker has told what it wants. */
const PRESET_MS = 60_000;

const INPUTS = ['pointerdown', 'pointermove', 'wheel', 'scroll', 'keydown', 'touchstart', 'selectionchange'];

/** While somebody is here, the page looks at the clock this often; a longer pause than allowed was sleep. */
const TICK_MS = 1_000;
const SLEEP_MS = 5_000;

interface Sensor {
  report(): void;
}

/**
 * Watches one pull-request page for input and visibility. Reports when the page is shown or hidden, when the person
 * falls idle or comes back, and at every checkpoint in between. Falls silent when the extension that it belongs to is
 * gone, or when its page no longer shows a pull request.
 */
const startSensor = (): Sensor => {
  const stop = new AbortController();
  let idleAfterMs = PRESET_MS;
  let inputAt = Date.now();
  let checkpointAt = inputAt + PRESET_MS;
  let isIdle = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    stop.abort();
    clearTimeout(timer);
    scope.worktimeSensor = undefined;
  };

  const isOrphan = (): boolean => chrome.runtime?.id === undefined;

  const report = (awakeUntil?: number): void => {
    if (isOrphan()) {
      end();
      return;
    }
    checkpointAt = Date.now() + PRESET_MS;
    const message: AttentionReport = {
      type: 'ATTENTION',
      data: {
        visible: document.visibilityState === 'visible',
        inputAt,
        ...(awakeUntil === undefined ? {} : { awakeUntil }),
        online: navigator.onLine,
        title: document.title.slice(0, 1_000),
      },
    };
    chrome.runtime.sendMessage(message).then(
      (reply: SensorReply | undefined) => {
        if (reply?.watch === false) {
          end();
          return;
        }
        idleAfterMs = reply?.idleAfterMs ?? idleAfterMs;
        checkpointAt = Date.now() + (reply?.checkpointInMs ?? PRESET_MS);
        plan();
      },
      () => {
        if (isOrphan()) end();
      },
    );
    plan();
  };

  const plan = (): void => {
    clearTimeout(timer);
    if (stop.signal.aborted || isIdle || document.visibilityState !== 'visible') return;
    const now = Date.now();
    const due = Math.max(0, Math.min(inputAt + idleAfterMs, checkpointAt) - now);
    timer = setTimeout(tick, Math.min(TICK_MS, due), now);
  };

  const tick = (askedAt: number): void => {
    const now = Date.now();
    const slept = now - askedAt > SLEEP_MS;
    isIdle = slept || now >= inputAt + idleAfterMs;
    if (slept) report(askedAt);
    else if (isIdle || now >= checkpointAt) report();
    else plan();
  };

  const onInput = (): void => {
    const now = Date.now();
    if (!isIdle && now - inputAt < 1_000) return;
    inputAt = now;
    if (!isIdle) return;
    isIdle = false;
    report();
  };

  const onShown = (): void => {
    if (document.visibilityState === 'visible') {
      isIdle = false;
      inputAt = Date.now();
    }
    report();
  };

  const options = { signal: stop.signal, passive: true, capture: true };
  for (const type of INPUTS) document.addEventListener(type, onInput, options);
  document.addEventListener('visibilitychange', onShown, options);
  addEventListener('focus', onShown, options);
  addEventListener('pageshow', onShown, options);
  addEventListener('online', () => report(), options);
  addEventListener('offline', () => report(), options);
  return { report };
};

const scope = globalThis as typeof globalThis & { worktimeSensor?: Sensor | undefined };

const begin = (): void => {
  scope.worktimeSensor ??= startSensor();
  scope.worktimeSensor.report();
};

if ((document as Document & { prerendering?: boolean }).prerendering)
  document.addEventListener('prerenderingchange', begin, { once: true });
else begin();
