import { createStore } from '@xstate/store-preact';
import { type EpochMs, toEpochMs } from '../../domain/time.ts';
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
  /** The session whose discard waits for its second click. */
  discarding: string | null;
}

/** The popup's UI state. The View in it is the worker's; everything else lives only as long as the page. */
export const createPopupStore = (now: EpochMs = toEpochMs(Date.now())) => {
  const initial: PopupState = {
    stored: { kind: 'absent' },
    now,
    underway: [],
    problem: null,
    login: '',
    discarding: null,
  };
  return createStore({
    context: initial,
    on: {
      viewRead: (state, event: { stored: StoredView }) => ({
        ...state,
        stored: event.stored,
        now: toEpochMs(Date.now()),
      }),
      ticked: (state, event: { now: EpochMs }) => ({ ...state, now: event.now }),
      loginTyped: (state, event: { login: string }) => ({ ...state, login: event.login }),
      discardAsked: (state, event: { id: string }) => ({ ...state, discarding: event.id }),
      discardForgotten: (state) => ({ ...state, discarding: null }),
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
