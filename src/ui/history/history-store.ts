import { createStore } from '@xstate/store-preact';
import { type EpochMs, toEpochMs } from '../../domain/time.ts';
import type { LoadedRange } from './load-range.ts';

/** For how many local days the page can show what was counted. */
export const RANGES = [7, 30, 90, 366] as const;

/** What the page shows, and what the person has asked for. */
export interface HistoryState {
  days: (typeof RANGES)[number];
  query: string;
  /** `null` until something was loaded. */
  loaded: LoadedRange | null;
  /** When it was loaded: the last of the days shown is the one that this is in. */
  now: EpochMs;
  /** The session that is being corrected. */
  editing: string | null;
  /** The session that was deleted a moment ago. */
  deleted: string | null;
}

/** The page's state. */
export const createHistoryStore = (now: EpochMs = toEpochMs(Date.now())) => {
  const initial: HistoryState = { days: 30, query: '', loaded: null, now, editing: null, deleted: null };
  return createStore({
    context: initial,
    on: {
      rangeChosen: (state, { days }: { days: HistoryState['days'] }) => ({ ...state, days }),
      searched: (state, { query }: { query: string }) => ({ ...state, query }),
      rangeLoaded: (state, { loaded, now: at }: { loaded: LoadedRange; now: EpochMs }) => ({
        ...state,
        loaded,
        now: at,
      }),
      editBegun: (state, { id }: { id: string }) => ({ ...state, editing: id }),
      editEnded: (state) => ({ ...state, editing: null }),
      sessionDeleted: (state, { id }: { id: string }) => ({ ...state, deleted: id }),
      deletionForgotten: (state) => ({ ...state, deleted: null }),
    },
  });
};

/** The store that `createHistoryStore` makes. */
export type HistoryStore = ReturnType<typeof createHistoryStore>;
