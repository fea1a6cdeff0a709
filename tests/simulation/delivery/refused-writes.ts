import type { Timeline } from './timeline.ts';

type Items = Readonly<Record<string, unknown>>;

/** What the store refused, until it is written after all or forgotten with its worker. */
export interface RefusedWrites {
  noteRefused(items: Items): void;
  noteWritten(items: Items): void;
  /** The worker has died, and whatever only it knew. Answers whether that was anything. */
  forget(): boolean;
  /** When, on the timeline, a write was refused last. */
  lastAt(): number;
  /** Since when, on the timeline, a refused write has not been tried again; `null` where none waits. */
  unsavedSince(): number | null;
  /** The machine slept so long: nothing could be tried meanwhile. */
  skip(ms: number): void;
}

/** Whether a write holds what only its worker knows: one that only empties keys follows from what is stored. */
const isEssential = (items: Items): boolean =>
  Object.entries(items).some(
    ([key, value]) =>
      value !== null && /^(session|syncQueue|failedSyncItems|sessionHistory)\/|^auth$/.test(key),
  );

export const createRefusedWrites = (timeline: Timeline): RefusedWrites => {
  let lastAt = Number.NEGATIVE_INFINITY;
  let unsavedSince: number | null = null;
  let unsaved = new Set<string>();
  return {
    noteRefused: (items) => {
      lastAt = timeline.now();
      if (!isEssential(items)) return;
      unsaved = new Set(Object.keys(items));
      unsavedSince = timeline.now();
    },
    noteWritten: (items) => {
      if (Object.keys(items).some((key) => unsaved.has(key))) unsavedSince = null;
    },
    forget: () => {
      const wasUnsaved = unsavedSince !== null;
      unsavedSince = null;
      return wasUnsaved;
    },
    lastAt: () => lastAt,
    unsavedSince: () => unsavedSince,
    skip: (ms) => {
      lastAt += ms;
      if (unsavedSince !== null) unsavedSince += ms;
    },
  };
};
