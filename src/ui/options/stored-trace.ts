import * as v from 'valibot';
import { TRACE_KEY } from '../../messages/keys.ts';
import { Trace } from '../../messages/trace.ts';
import type { OptionsStore } from './options-store.ts';

const read = async (store: OptionsStore): Promise<void> => {
  const stored = await chrome.storage.session.get(TRACE_KEY).catch(() => ({}));
  const trace = v.safeParse(v.object({ [TRACE_KEY]: Trace }), stored);
  if (trace.success) store.trigger.traceRead({ trace: trace.output[TRACE_KEY] });
};

/** Keeps the store's trace of the machines' last steps, for as long as the page lives. */
export const followTrace = (store: OptionsStore): void => {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'session' && TRACE_KEY in changes) void read(store);
  });
  void read(store);
};
