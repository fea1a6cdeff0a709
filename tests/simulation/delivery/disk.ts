import type { Timeline } from './timeline.ts';

/** What is left of a browser's storage whatever dies: text under keys, written in batches. */
export interface Disk {
  /** The storage as a worker is handed it. */
  area: Pick<chrome.storage.StorageArea, 'get' | 'set' | 'remove' | 'getKeys'>;
  read(key: string): unknown;
  keys(): string[];
  /** Values under keys that begin so. */
  below(prefix: string): unknown[];
  /** Undoes the last write, as a torn log does. */
  tear(): void;
}

interface DiskParts {
  timeline: Timeline;
  /** How long the next operation takes, in ms; 0 answers at once. */
  latency(): number;
  /** Whether the next write is refused. */
  isRefused(): boolean;
  /** Told of every value that was written, in the order of writing. */
  onWritten(key: string, value: unknown): void;
}

export const createDisk = ({ timeline, latency, isRefused, onWritten }: DiskParts): Disk => {
  const texts = new Map<string, string>();
  let undo: [key: string, text: string | undefined][] = [];

  const put = (key: string, text: string | undefined): void => {
    undo.push([key, texts.get(key)]);
    if (text === undefined) texts.delete(key);
    else texts.set(key, text);
  };

  const answer = async <T>(value: T): Promise<T> => {
    const ms = latency();
    if (ms > 0) await new Promise<void>((resolve) => timeline.after(ms, resolve));
    return value;
  };

  const read = (key: string): unknown => {
    const text = texts.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  };

  const area = {
    get: (keys: string[]) =>
      answer(Object.fromEntries(keys.flatMap((key) => (texts.has(key) ? [[key, read(key)]] : [])))),
    getKeys: () => answer([...texts.keys()]),
    set: async (items: Record<string, unknown>) => {
      if (isRefused()) throw new Error('Resource::kQuotaBytes quota exceeded');
      undo = [];
      for (const [key, value] of Object.entries(items)) {
        const text = JSON.stringify(value);
        if (text === undefined) continue;
        put(key, text);
        onWritten(key, value);
      }
      await answer(undefined);
    },
    remove: (keys: string[]) => {
      undo = [];
      for (const key of keys) put(key, undefined);
      return answer(undefined);
    },
  };

  return {
    area: area as unknown as Disk['area'],
    read,
    keys: () => [...texts.keys()],
    below: (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)).map(read),
    tear: () => {
      for (const [key, text] of undo.reverse()) {
        if (text === undefined) texts.delete(key);
        else texts.set(key, text);
      }
      undo = [];
    },
  };
};
