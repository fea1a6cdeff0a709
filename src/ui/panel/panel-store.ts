import { createStore } from '@xstate/store-preact';
import { type EpochMs, toEpochMs } from '../../domain/time.ts';
import type { TraceEntry } from '../../domain/trace.ts';
import type { Ledger } from '../../domain/view.ts';
import type { StoredView } from '../view-schema.ts';
import type { DayEntry } from './stored-days.ts';
import type { QueuePage } from './stored-items.ts';

/** The sections of the panel. */
export const TABS = ['ledger', 'queue', 'charts', 'diagnostics'] as const;
export type Tab = (typeof TABS)[number];

/** How many items of the queue are shown at once. */
const PAGE = 50;

/** A trace that is being stepped through, and the step that it is at. */
export interface Replay {
  steps: TraceEntry[];
  at: number;
  isPlaying: boolean;
}

/** What the panel knows: what is stored, as far as it has been read, and what the person has begun here. */
export interface PanelState {
  stored: StoredView;
  ledger: Ledger | null;
  /** Sessions that ended today; `null` until they are read. */
  day: readonly DayEntry[] | null;
  /** `null` until it is read. */
  queue: QueuePage | null;
  /** How many items of the queue are read. */
  shown: number;
  trace: readonly TraceEntry[];
  now: EpochMs;
  tab: Tab;
  underway: readonly string[];
  problem: string | null;
  /** What waits for its second press. */
  asking: string | null;
  /** The form that is open, by its kind and session. */
  form: string | null;
  /** The session that was deleted here last, while that can be taken back. */
  deleted: string | null;
  replay: Replay | null;
}

const within = ({ steps }: Replay, at: number): number => Math.max(0, Math.min(steps.length - 1, at));

/** The panel's state. What is stored is the worker's; everything else lives as long as the page. */
export const createPanelStore = (now: EpochMs = toEpochMs(Date.now())) => {
  const initial: PanelState = {
    stored: { kind: 'absent' },
    ledger: null,
    day: null,
    queue: null,
    shown: PAGE,
    trace: [],
    now,
    tab: 'ledger',
    underway: [],
    problem: null,
    asking: null,
    form: null,
    deleted: null,
    replay: null,
  };
  return createStore({
    context: initial,
    on: {
      viewRead: (state, { stored }: { stored: StoredView }) => ({ ...state, stored }),
      ledgerRead: (state, { ledger }: { ledger: Ledger | null }) => ({ ...state, ledger }),
      dayRead: (state, { day }: { day: DayEntry[] }) => ({ ...state, day }),
      queueRead: (state, { queue }: { queue: QueuePage }) => ({ ...state, queue }),
      moreShown: (state) => ({ ...state, shown: state.shown + PAGE }),
      traceRead: (state, { trace }: { trace: TraceEntry[] }) => ({ ...state, trace }),
      ticked: (state, event: { now: EpochMs }) => ({ ...state, now: event.now }),
      tabChosen: (state, { tab }: { tab: Tab }) => ({ ...state, tab, problem: null }),
      actionBegun: (state, { key }: { key: string }) => ({
        ...state,
        underway: [...state.underway, key],
        problem: null,
      }),
      actionEnded: (state, event: { key: string; problem: string | null }) => ({
        ...state,
        underway: state.underway.filter((key) => key !== event.key),
        problem: event.problem,
      }),
      problemShown: (state, { problem }: { problem: string }) => ({ ...state, problem }),
      problemDismissed: (state) => ({ ...state, problem: null }),
      secondPressAsked: (state, { key }: { key: string }) => ({ ...state, asking: key }),
      secondPressForgotten: (state) => ({ ...state, asking: null }),
      formOpened: (state, { form }: { form: string }) => ({ ...state, form, problem: null }),
      formClosed: (state) => ({ ...state, form: null }),
      sessionDeleted: (state, { id }: { id: string }) => ({ ...state, deleted: id }),
      deletionOver: (state) => ({ ...state, deleted: null }),
      replayBegun: (state, { steps }: { steps: TraceEntry[] }) => ({
        ...state,
        replay: steps.length === 0 ? null : { steps, at: 0, isPlaying: false },
      }),
      replayMoved: (state, { at }: { at: number }) => ({
        ...state,
        replay: state.replay && { ...state.replay, at: within(state.replay, at), isPlaying: false },
      }),
      replayPlayed: (state) => ({
        ...state,
        replay: state.replay && {
          ...state.replay,
          at: state.replay.at === state.replay.steps.length - 1 ? 0 : state.replay.at,
          isPlaying: !state.replay.isPlaying,
        },
      }),
      replayTicked: (state) => ({
        ...state,
        replay: state.replay && {
          ...state.replay,
          at: within(state.replay, state.replay.at + 1),
          isPlaying: state.replay.at + 2 < state.replay.steps.length,
        },
      }),
      replayClosed: (state) => ({ ...state, replay: null }),
    },
  });
};

/** The store that `createPanelStore` makes. */
export type PanelStore = ReturnType<typeof createPanelStore>;
