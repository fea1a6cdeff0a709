import type { AttentionReport } from '../messages/commands.ts';
import { ASK, HUSH, ROUSE, type SensorReply } from '../messages/sensor.ts';

/** Until the worker has told what it wants. */
const PRESET_MS = 60_000;

type Input = NonNullable<AttentionReport['data']['input']>;

const INPUTS: Readonly<Record<string, Input>> = {
  pointerdown: 'pointer',
  pointermove: 'pointer',
  touchstart: 'pointer',
  wheel: 'scroll',
  scroll: 'scroll',
  keydown: 'key',
  selectionchange: 'selection',
};

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
  /** What the last input was; `undefined` where the person has only turned to the page. */
  let input: Input | undefined;
  let checkpointAt = inputAt + PRESET_MS;
  let isIdle = false;
  /** The last look at the clock; `null` while nobody is here to look for. */
  let lookedAt: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    stop.abort();
    clearTimeout(timer);
    chrome.runtime?.onMessage?.removeListener(answer);
    scope.worktimeSensor = undefined;
  };

  const isOrphan = (): boolean => chrome.runtime?.id === undefined;

  /** When the machine fell asleep, if it has just woken: the page's clock stood still in between. */
  const sleptSince = (): number | undefined =>
    lookedAt !== null && Date.now() - lookedAt > SLEEP_MS ? lookedAt : undefined;

  const evidence = (): AttentionReport['data'] => {
    const awakeUntil = sleptSince();
    if (awakeUntil !== undefined) isIdle = true;
    return {
      visible: document.visibilityState === 'visible',
      inputAt,
      ...(input === undefined ? {} : { input }),
      ...(awakeUntil === undefined ? {} : { awakeUntil }),
      online: navigator.onLine,
      title: document.title.slice(0, 1_000),
    };
  };

  const report = (): void => {
    if (isOrphan()) {
      end();
      return;
    }
    checkpointAt = Date.now() + PRESET_MS;
    const message: AttentionReport = { type: 'ATTENTION', data: evidence() };
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

  const answer = (
    message: unknown,
    _sender: unknown,
    respond: (data: AttentionReport['data']) => void,
  ): void => {
    if (message === HUSH) end();
    if (message === ROUSE) arrive();
    if (message === ASK) respond(evidence());
    plan();
  };

  const arrive = (): void => {
    isIdle = false;
    inputAt = Date.now();
    input = undefined;
  };

  const plan = (): void => {
    clearTimeout(timer);
    lookedAt = null;
    if (stop.signal.aborted || isIdle || document.visibilityState !== 'visible') return;
    lookedAt = Date.now();
    const due = Math.max(0, Math.min(inputAt + idleAfterMs, checkpointAt) - lookedAt);
    timer = setTimeout(tick, Math.min(TICK_MS, due));
  };

  const tick = (): void => {
    const now = Date.now();
    const isStill = now >= inputAt + idleAfterMs;
    if (!isStill && now < checkpointAt && sleptSince() === undefined) {
      plan();
      return;
    }
    isIdle = isStill;
    report();
  };

  const onInput = ({ type }: Event): void => {
    const now = Date.now();
    if (!isIdle && now - inputAt < 1_000) return;
    inputAt = now;
    input = INPUTS[type];
    if (!isIdle) return;
    isIdle = false;
    report();
  };

  const onShown = (): void => {
    if (document.visibilityState === 'visible') arrive();
    report();
  };

  const options = { signal: stop.signal, passive: true, capture: true };
  for (const type of Object.keys(INPUTS)) document.addEventListener(type, onInput, options);
  document.addEventListener('visibilitychange', onShown, options);
  addEventListener('focus', onShown, options);
  addEventListener('pageshow', ({ persisted }) => persisted && onShown(), options);
  addEventListener('online', report, options);
  addEventListener('offline', report, options);
  chrome.runtime.onMessage.addListener(answer);
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
