import { useSelector } from '@xstate/store-preact';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Command } from '../../messages/commands.ts';
import { send } from '../send.ts';
import { createPopupStore, type PopupState, type PopupStore } from './popup-store.ts';

/** The store of the page. */
export const PopupStoreContext = createContext<PopupStore>(createPopupStore());

/** The store of the page, to send events to. */
export const usePopupStore = (): PopupStore => useContext(PopupStoreContext);

/** A part of the popup's state; the component draws again only when that part changes. */
export const usePopup = <T>(select: (state: PopupState) => T): T =>
  useSelector(usePopupStore(), (snapshot) => select(snapshot.context));

/** Whether the first paint is over: what nobody sees at once is drawn after it. */
export const useIsPainted = (): boolean => usePopup((state) => state.isPainted);

/** Something that can be done once at a time, and whether it is under way. */
interface Action {
  busy: boolean;
  run: () => void;
}

/** An action by its key. `act` resolves to the reason of a refusal, or to `null`. */
export const useAction = (key: string, act: () => Promise<string | null>): Action => {
  const store = usePopupStore();
  const busy = usePopup((state) => state.underway.includes(key));
  const run = async (): Promise<void> => {
    store.trigger.actionBegun({ key });
    store.trigger.actionEnded({ key, problem: await act() });
  };
  return { busy, run: () => void run() };
};

/** An action that takes two presses. The first one only asks, until the focus goes elsewhere. */
interface AskedAction {
  asked: boolean;
  press: () => void;
  forget: () => void;
}

/** `run` behind a second press of what has this key. */
export const useSecondPress = (key: string, run: () => void): AskedAction => {
  const store = usePopupStore();
  const asked = usePopup((state) => state.asking === key);
  const forget = (): void => store.trigger.secondPressForgotten();
  const press = (): void => {
    if (asked) {
      forget();
      run();
    } else {
      store.trigger.secondPressAsked({ key });
    }
  };
  return { asked, press, forget };
};

/** A command as an action. */
export const useCommand = (command: Command): Action =>
  useAction(JSON.stringify(command), async () => {
    const reply = await send(command);
    return reply.ok ? null : reply.error.message;
  });
