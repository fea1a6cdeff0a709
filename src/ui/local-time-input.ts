import { type EpochMs, toEpochMs } from '../domain/time.ts';

const MINUTE_MS = 60_000;

/** An instant as an input of the type `datetime-local` holds it, to the second, by the clocks of this machine. */
export const toLocalInput = (at: EpochMs): string =>
  new Date(at - new Date(at).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 19);

/** The instant that such an input holds; `null` where it holds none. */
export const fromLocalInput = (text: string): EpochMs | null => {
  const at = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? null : toEpochMs(at);
};
