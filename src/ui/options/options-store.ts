import { createStore } from '@xstate/store-preact';
import { parseSettings, type Settings } from '../../domain/settings.ts';
import type { TraceEntry } from '../../domain/trace.ts';
import type { SettingsChange } from '../../messages/commands.ts';
import { lockedBy, type SettingName } from '../policy.ts';
import type { StoredView } from '../view-schema.ts';

/** What the extension's storage holds. */
export interface StorageUse {
  bytes: number;
  /** Ended reviews. */
  reviews: number;
  /** Keys of the records that were set aside because they could not be read. */
  unreadable: readonly string[];
}

/** What a person and their organisation have set, as they lie in storage. */
export interface StoredSettings {
  own: Record<string, unknown>;
  policy: Record<string, unknown>;
}

/** What the options page knows. */
export interface OptionsState extends StoredSettings {
  /** What holds: the organisation's word over the person's, the person's over the defaults. */
  settings: Settings;
  locked: readonly SettingName[];
  /** What the worker says of everything else. */
  stored: StoredView;
  /** The machines' last steps, oldest first. */
  trace: readonly TraceEntry[];
  /** What the extension's storage holds; `null` until it was looked at. */
  use: StorageUse | null;
  /** Hosts that the browser lets the extension see. */
  allowed: readonly string[];
  /** Whether the last change has just been stored. */
  saved: boolean;
  /** Why a field's last change was refused, for the person. */
  problems: Partial<Record<SettingName, string>>;
}

const without = (problems: OptionsState['problems'], names: readonly string[]): OptionsState['problems'] =>
  Object.fromEntries(Object.entries(problems).filter(([name]) => !names.includes(name)));

const read = (state: OptionsState, { own, policy }: StoredSettings): OptionsState => ({
  ...state,
  own,
  policy,
  settings: parseSettings({ ...own, ...policy }),
  locked: lockedBy(policy),
});

/** The options page's state. A change shows at once; storage has the last word. */
export const createOptionsStore = () => {
  const initial: OptionsState = {
    own: {},
    policy: {},
    settings: parseSettings({}),
    locked: [],
    stored: { kind: 'absent' },
    trace: [],
    use: null,
    allowed: [],
    saved: false,
    problems: {},
  };
  return createStore({
    context: initial,
    on: {
      settingsRead: (state, event: StoredSettings) => read(state, event),
      viewRead: (state, event: { stored: StoredView }) => ({ ...state, stored: event.stored }),
      traceRead: (state, event: { trace: readonly TraceEntry[] }) => ({ ...state, trace: event.trace }),
      storageMeasured: (state, event: { use: StorageUse }) => ({ ...state, use: event.use }),
      hostsAllowed: (state, event: { hosts: readonly string[] }) => ({ ...state, allowed: event.hosts }),
      changeBegun: (state, event: { change: SettingsChange }) => ({
        ...read(state, { own: { ...state.own, ...event.change }, policy: state.policy }),
        saved: false,
        problems: without(state.problems, Object.keys(event.change)),
      }),
      changeSaved: (state) => ({ ...state, saved: true }),
      savedForgotten: (state) => ({ ...state, saved: false }),
      problemShown: (state, event: { name: SettingName; problem: string }) => ({
        ...state,
        saved: false,
        problems: { ...state.problems, [event.name]: event.problem },
      }),
      problemForgotten: (state, event: { name: SettingName }) => ({
        ...state,
        problems: without(state.problems, [event.name]),
      }),
    },
  });
};

/** The store that `createOptionsStore` makes. */
export type OptionsStore = ReturnType<typeof createOptionsStore>;
