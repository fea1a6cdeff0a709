import { toEpochMs } from '../../domain/time.ts';
import { countedMs } from '../counted-time.ts';
import type { PopupStore } from './popup-store.ts';

/** Moves the store's clock on, each time at the moment when the running timer's second turns. */
export const keepTime = (store: PopupStore): void => {
  const tick = (): void => {
    const now = toEpochMs(Date.now());
    store.trigger.ticked({ now });
    const { stored } = store.getSnapshot().context;
    const current = stored.kind === 'readable' ? stored.view.current : null;
    const elapsed = current === null ? now : countedMs(current, now);
    setTimeout(tick, 1000 - (elapsed % 1000));
  };
  tick();
};
