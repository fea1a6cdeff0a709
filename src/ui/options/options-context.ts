import { useSelector } from '@xstate/store-preact';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SettingsChange } from '../../messages/commands.ts';
import { type SettingName, settingsIn } from '../policy.ts';
import { send } from '../send.ts';
import { createOptionsStore, type OptionsState, type OptionsStore } from './options-store.ts';
import { readSettings } from './stored-settings.ts';

const SAVED_FOR_MS = 3_000;

/** The store of the page. */
export const OptionsStoreContext = createContext<OptionsStore>(createOptionsStore());

/** The store of the page, to send events to. */
export const useOptionsStore = (): OptionsStore => useContext(OptionsStoreContext);

/** A part of the page's state; the component draws again only when that part changes. */
export const useOptions = <T>(select: (state: OptionsState) => T): T =>
  useSelector(useOptionsStore(), (snapshot) => select(snapshot.context));

/** What a field shows beside its value. */
export const useField = (name: SettingName): { locked: boolean; problem: string | undefined } => ({
  locked: useOptions((state) => state.locked.includes(name)),
  problem: useOptions((state) => state.problems[name]),
});

let forgetting: ReturnType<typeof setTimeout> | undefined;

const save = async (store: OptionsStore, change: SettingsChange): Promise<boolean> => {
  clearTimeout(forgetting);
  store.trigger.changeBegun({ change });
  const reply = await send({ type: 'CHANGE_SETTINGS', data: change });
  if (reply.ok) {
    store.trigger.changeSaved();
    forgetting = setTimeout(() => store.trigger.savedForgotten(), SAVED_FOR_MS);
    return true;
  }
  await readSettings(store);
  for (const name of settingsIn(change)) store.trigger.problemShown({ name, problem: reply.error.message });
  return false;
};

/** Stores a change; resolves to whether it was taken. Why it was not stands beside the field. */
export const useSave = (): ((change: SettingsChange) => Promise<boolean>) => {
  const store = useOptionsStore();
  return (change) => save(store, change);
};
