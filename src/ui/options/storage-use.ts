import { QUARANTINE_PREFIX } from '../../messages/keys.ts';
import type { OptionsStore, StorageUse } from './options-store.ts';

/** How long the page waits for more changes before it looks again. */
const SETTLE_MS = 300;

const measure = async (): Promise<StorageUse> => {
  const [bytes, keys] = await Promise.all([
    chrome.storage.local.getBytesInUse(null),
    chrome.storage.local.getKeys(),
  ]);
  return {
    bytes,
    reviews: keys.filter((key) => key.startsWith('sessionHistory/')).length,
    unreadable: keys
      .filter((key) => key.startsWith(QUARANTINE_PREFIX))
      .map((key) => key.slice(QUARANTINE_PREFIX.length)),
  };
};

/** Keeps what the store knows of the extension's storage, for as long as the page lives. */
export const followStorageUse = (store: OptionsStore): void => {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const look = (): void =>
    void measure().then(
      (use) => store.trigger.storageMeasured({ use }),
      () => {},
    );
  chrome.storage.onChanged.addListener((_, area) => {
    clearTimeout(waiting);
    if (area === 'local') waiting = setTimeout(look, SETTLE_MS);
  });
  look();
};

/** A number of bytes in the language of the browser. */
export const bytesText = (bytes: number): string => {
  const [unit, size] =
    bytes < 1_000 ? ['byte', 1] : bytes < 1_000_000 ? ['kilobyte', 1_000] : ['megabyte', 1_000_000];
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: String(unit),
    maximumFractionDigits: 1,
  }).format(bytes / Number(size));
};
