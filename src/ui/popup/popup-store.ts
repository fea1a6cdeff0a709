import { createStore } from '@xstate/store-preact';
import type { DayTotal } from '../../domain/local-days.ts';
import { type EpochMs, toEpochMs } from '../../domain/time.ts';
import type { SettingName } from '../policy.ts';
import type { StoredView } from '../view-schema.ts';

/** What the popup knows beside the View: what the person has begun here, and how late it is. */
export interface PopupState {
  stored: StoredView;
  now: EpochMs;
  /** Keys of the actions under way. */
  underway: readonly string[];
  /** Why the last action was refused, for the person. */
  problem: string | null;
  /** The name typed into the local sign-in. */
  login: string;
  /** What waits for its second press, by its key. */
  asking: string | null;
  /** The session that was deleted a moment ago. */
  deleted: string | null;
  /** What the backend holds of the last days, once it was asked. */
  told: readonly DayTotal[] | null;
  /** Whether the first rows have been painted, so that those out of sight are drawn, too. */
  isPainted: boolean;
  /** The settings that the person's organisation has set. */
  locked: readonly SettingName[];
}

/** The popup's UI state. The View in it is the worker's; everything else lives only as long as the page. */
export const createPopupStore = (now: EpochMs = toEpochMs(Date.now())) => {
  const initial: PopupState = {
    stored: { kind: 'absent' },
    now,
    underway: [],
    problem: null,
    login: '',
    asking: null,
    deleted: null,
    told: null,
    isPainted: false,
    locked: [],
  };
  return createStore({
    context: initial,
    on: {
      viewRead: (state, event: { stored: StoredView }) => ({
        ...state,
        stored: event.stored,
        now: toEpochMs(Date.now()),
      }),
      painted: (state) => ({ ...state, isPainted: true }),
      ticked: (state, event: { now: EpochMs }) => ({ ...state, now: event.now }),
      loginTyped: (state, event: { login: string }) => ({ ...state, login: event.login }),
      sessionDeleted: (state, event: { id: string }) => ({ ...state, deleted: event.id }),
      deletionForgotten: (state) => ({ ...state, deleted: null }),
      weekTold: (state, event: { week: readonly DayTotal[] | null }) => ({ ...state, told: event.week }),
      policyRead: (state, event: { locked: readonly SettingName[] }) => ({ ...state, locked: event.locked }),
      secondPressAsked: (state, event: { key: string }) => ({ ...state, asking: event.key }),
      secondPressForgotten: (state) => ({ ...state, asking: null }),
      actionBegun: (state, event: { key: string }) => ({
        ...state,
        underway: [...state.underway, event.key],
        problem: null,
      }),
      actionEnded: (state, event: { key: string; problem: string | null }) => ({
        ...state,
        underway: state.underway.filter((key) => key !== event.key),
        problem: event.problem,
      }),
      problemShown: (state, event: { problem: string }) => ({ ...state, problem: event.problem }),
      problemDismissed: (state) => ({ ...state, problem: null }),
    },
  });
};

/** The store that `createPopupStore` makes. */
export type PopupStore = ReturnType<typeof createPopupStore>;
