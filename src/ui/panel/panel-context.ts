import { useSelector } from '@xstate/store-preact';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Command, Reply } from '../../messages/commands.ts';
import { send } from '../send.ts';
import { createPanelStore, type PanelState, type PanelStore } from './panel-store.ts';

/** The store of the page. */
export const PanelStoreContext = createContext<PanelStore>(createPanelStore());

/** The store of the page, to send events to. */
export const usePanelStore = (): PanelStore => useContext(PanelStoreContext);

/** A part of the panel's state; the component draws again only when that part changes. */
export const usePanel = <T>(select: (state: PanelState) => T): T =>
  useSelector(usePanelStore(), (snapshot) => select(snapshot.context));

/** A command, once at a time. `then` hears the answer; a refusal's reason is shown to the person. */
export const usePanelCommand = (command: Command, then?: (reply: Reply) => void) => {
  const store = usePanelStore();
  const key = JSON.stringify(command);
  const busy = usePanel((state) => state.underway.includes(key));
  const run = async (): Promise<void> => {
    store.trigger.actionBegun({ key });
    const reply = await send(command);
    store.trigger.actionEnded({ key, problem: reply.ok ? null : reply.error.message });
    then?.(reply);
  };
  return { busy, run: () => void run() };
};
