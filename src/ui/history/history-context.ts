import type { LocalDays } from '@worktime/contract';
import { useSelector } from '@xstate/store-preact';
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { lastLocalDays } from '../../domain/local-days.ts';
import { createHistoryStore, type HistoryState, type HistoryStore } from './history-store.ts';
import type { ShownEntry } from './load-range.ts';
import { matching } from './search.ts';
import { within } from './summaries.ts';

/** The store of the page. */
export const HistoryStoreContext = createContext<HistoryStore>(createHistoryStore());

/** The store of the page, to send events to. */
export const useHistoryStore = (): HistoryStore => useContext(HistoryStoreContext);

/** A part of the page's state; the component draws again only when that part changes. */
export const useHistory = <T>(select: (state: HistoryState) => T): T =>
  useSelector(useHistoryStore(), (snapshot) => select(snapshot.context));

const none: ShownEntry[] = [];

/** The days that are shown, and the sessions in them that the person has searched for. */
export const useShown = (): { days: LocalDays; entries: ShownEntry[] } => {
  const count = useHistory((state) => state.days);
  const now = useHistory((state) => state.now);
  const query = useHistory((state) => state.query);
  const entries = useHistory((state) => state.loaded?.entries ?? none);
  return useMemo(() => {
    const days = lastLocalDays(now, count);
    return { days, entries: within(matching(entries, query), days) };
  }, [count, now, query, entries]);
};
