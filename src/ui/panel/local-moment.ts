import { type EpochMs, toEpochMs } from '../../domain/time.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant as a field for a local date and time takes it, such as `2026-07-14T09:30:05`. */
export const toLocalMoment = (at: EpochMs): string => {
  const date = new Date(at);
  const day = [String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
};

/** The instant that such a field holds; `null` while it holds none. */
export const fromLocalMoment = (text: string): EpochMs | null => {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? null : toEpochMs(ms);
};

/** The last local midnight. */
export const midnightBefore = (now: EpochMs): EpochMs => toEpochMs(new Date(now).setHours(0, 0, 0, 0));
