import { loadStats } from '../loaded-records.ts';
import { WEEK_DAYS } from '../week.ts';
import type { PopupState, PopupStore } from './popup-store.ts';

/** What the backend may know and this page does not: that it was reached since, by whom. `null` where it cannot be asked. */
const occasionOf = ({ stored }: PopupState): string | null => {
  if (stored.kind !== 'readable') return null;
  const { auth, sync } = stored.view;
  return auth.state === 'valid' && sync.state !== 'offline' ? `${auth.user} ${sync.lastSyncTime}` : null;
};

/** Asks the backend for the week once the popup stands, and again whenever something new has reached it. */
export const followBackendWeek = (store: PopupStore): void => {
  let asked: string | null = null;
  const look = (): void => {
    const occasion = occasionOf(store.getSnapshot().context);
    if (occasion === asked) return;
    asked = occasion;
    store.trigger.weekTold({ week: null });
    if (occasion === null) return;
    void loadStats(WEEK_DAYS).then(({ source, stats }) => {
      if (asked !== occasion || source === 'local') return;
      store.trigger.weekTold({
        week: stats.map(({ date, total_seconds: seconds }) => ({ date, seconds })),
      });
    });
  };
  store.subscribe(look);
  look();
};
