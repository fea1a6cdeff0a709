import type { AttentionReport } from '../messages/commands.ts';
import type { SensorReply } from '../messages/sensor.ts';

/** What the worker asks the sensor to go by until it has been told. */
const defaults = { idleAfterMs: 60_000, checkpointMs: 60_000 };

const INPUTS = ['pointerdown', 'pointermove', 'wheel', 'scroll', 'keydown', 'touchstart', 'selectionchange'];

interface Sensor {
  report(): void;
}

/**
 * Watches one pull-request page for input and visibility. Reports when the page is shown or hidden, when the person
 * falls idle or comes back, and in between at most every checkpoint, and only if there was input. Falls silent when
 * the extension that it belongs to is gone, or when its page no longer shows a pull request.
 */
const startSensor = (): Sensor => {
  const stop = new AbortController();
  let rules = defaults;
  let inputAt = Date.now();
  let reportedAt = 0;
  let reportedInputAt = 0;
  let isIdle = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    stop.abort();
    clearTimeout(timer);
    scope.worktimeSensor = undefined;
  };

  const isOrphan = (): boolean => chrome.runtime?.id === undefined;

  const report = (): void => {
    if (isOrphan()) {
      end();
      return;
    }
    reportedAt = Date.now();
    reportedInputAt = inputAt;
    const message: AttentionReport = {
      type: 'ATTENTION',
      data: {
        visible: document.visibilityState === 'visible',
        inputAt,
        online: navigator.onLine,
        title: document.title.slice(0, 1_000),
      },
    };
    chrome.runtime.sendMessage(message).then(
      (reply: SensorReply | undefined) => {
        if (reply?.watch === false) end();
        else if (reply?.rules) rules = reply.rules;
      },
      () => {
        if (isOrphan()) end();
      },
    );
    plan();
  };

  /** One timer, for whichever comes first: the idle limit, or the next checkpoint that has news. */
  const plan = (): void => {
    clearTimeout(timer);
    if (isIdle || document.visibilityState !== 'visible') return;
    const idleAt = inputAt + rules.idleAfterMs;
    const checkpointAt = reportedAt + rules.checkpointMs;
    const next = inputAt > reportedInputAt ? Math.min(idleAt, checkpointAt) : idleAt;
    timer = setTimeout(tick, Math.max(0, next - Date.now()));
  };

  const tick = (): void => {
    if (isOrphan()) {
      end();
      return;
    }
    const now = Date.now();
    isIdle = now >= inputAt + rules.idleAfterMs;
    if (isIdle || (inputAt > reportedInputAt && now >= reportedAt + rules.checkpointMs)) report();
    else plan();
  };

  const onInput = (): void => {
    const now = Date.now();
    if (now - inputAt < 1_000 && !isIdle) return;
    const wasStill = inputAt === reportedInputAt;
    inputAt = now;
    if (isIdle) {
      isIdle = false;
      report();
    } else if (wasStill) plan();
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
  addEventListener('pageshow', onShown, options);
  addEventListener('online', report, options);
  addEventListener('offline', report, options);
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
