import type { Timeline } from './timeline.ts';

/** What is left of a browser's storage whatever dies: text under keys, written in batches. */
export interface Disk {
  /** The storage as a worker is handed it. */
  area: Pick<chrome.storage.StorageArea, 'get' | 'set' | 'remove' | 'getKeys'>;
  read(key: string): unknown;
  keys(): string[];
  /** Values under keys that begin so. */
  below(prefix: string): unknown[];
  /** The browser dies: what has not landed never will. Torn, it loses what landed last, too. */
  crash(isTorn: boolean): void;
  /** Nothing is left. */
  clear(): void;
}

interface DiskParts {
  timeline: Timeline;
  /** How long the next operation takes, in ms; 0 answers at once. */
  latency(): number;
  /** Whether the next write is refused. */
  isRefused(): boolean;
  /** Told of every write that was refused. */
  onRefused(items: Readonly<Record<string, unknown>>): void;
  /** Told of every write that has landed; of a removal as one of nothing. */
  onWritten(items: Readonly<Record<string, unknown>>): void;
}

export const createDisk = ({ timeline, latency, isRefused, onRefused, onWritten }: DiskParts): Disk => {
  const texts = new Map<string, string>();
  /** Values as they were last read for a law; nobody changes those. */
  const known = new Map<string, unknown>();
  let undo: [key: string, text: string | undefined][] = [];
  let landedBy = 0;
  let crashes = 0;

  const put = (key: string, text: string | undefined): void => {
    undo.push([key, texts.get(key)]);
    known.delete(key);
    if (text === undefined) texts.delete(key);
    else texts.set(key, text);
  };

  /** Operations land in the order in which they were asked for, each halfway to its answer. */
  const answer = async <T>(land: () => T): Promise<T> => {
    const ms = latency();
    if (ms === 0) return land();
    const crash = crashes;
    landedBy = Math.max(landedBy, timeline.now() + Math.ceil(ms / 2));
    return new Promise<T>((resolve, reject) => {
      timeline.after(landedBy - timeline.now(), () => {
        if (crash !== crashes) return;
        try {
          const value = land();
          timeline.after(Math.floor(ms / 2), () => resolve(value));
        } catch (error) {
          reject(error);
        }
      });
    });
  };

  const parse = (key: string): unknown => {
    const text = texts.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  };

  const read = (key: string): unknown => {
    if (!known.has(key)) known.set(key, parse(key));
    return known.get(key);
  };

  const area = {
    get: (keys: string[]) =>
      answer(() => Object.fromEntries(keys.flatMap((key) => (texts.has(key) ? [[key, parse(key)]] : [])))),
    getKeys: () => answer(() => [...texts.keys()]),
    set: async (items: Record<string, unknown>) => {
      const written = Object.entries(items).flatMap(([key, value]) => {
        const text = JSON.stringify(value);
        return text === undefined ? [] : [[key, text] as const];
      });
      if (isRefused()) {
        onRefused(items);
        throw new Error('Resource::kQuotaBytes quota exceeded');
      }
      await answer(() => {
        undo = [];
        for (const [key, text] of written) put(key, text);
        onWritten(Object.fromEntries(written.map(([key]) => [key, read(key)])));
      });
    },
    remove: (keys: string[]) =>
      answer(() => {
        undo = [];
        for (const key of keys) put(key, undefined);
        onWritten({});
      }),
  };

  return {
    area: area as unknown as Disk['area'],
    read,
    keys: () => [...texts.keys()],
    below: (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)).map(read),
    crash: (isTorn) => {
      crashes += 1;
      landedBy = 0;
      if (isTorn) for (const [key, text] of [...undo].reverse()) put(key, text);
      undo = [];
    },
    clear: () => {
      for (const kept of [texts, known]) kept.clear();
      undo = [];
    },
  };
};
