import { createRandom } from '../random.ts';

/** Something that a simulated person does, or that happens to them, at a moment (ms since the day began). */
export type Deed = { at: number } & (
  | { kind: 'look'; tab: number }
  | { kind: 'input' }
  | { kind: 'blur' }
  | { kind: 'focus' }
  | { kind: 'lock' }
  | { kind: 'unlock' }
  | { kind: 'close'; tab: number }
  | { kind: 'sleep'; until: number }
  | { kind: 'kill-worker' }
  /** The browser dies, and is started again then, with its tabs in the background. */
  | { kind: 'crash'; until: number }
  /** The person is in another time zone from now on. */
  | { kind: 'move'; zone: string }
  /** The person decides about every gap that is open: it is counted or left. */
  | { kind: 'decide'; isCounted: boolean }
);

/** Which pull request each tab shows; a tab that is not listed shows none. */
export const TABS: ReadonlyMap<number, number> = new Map([
  [1, 101],
  [2, 102],
  [3, 101],
  [4, 103],
]);
const OTHER_TAB = 9;

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'];

/** The idle limit that the simulated people live with, in ms. */
const IDLE_MS = 60_000;

/** A day's deeds from a seed: reading, flipping tabs, leaving, locking, sleeping, in bursts of one to two hours. */
export const liveADay = (seed: number): Deed[] => {
  const random = createRandom(seed);
  const between = (least: number, most: number): number => Math.round(least + random() * (most - least));
  const pick = <T>(...from: T[]): T => from[Math.floor(random() * from.length)] as T;
  const deeds: Deed[] = [];
  const open = new Set(TABS.keys());
  let at = between(0, 60_000);
  const look = (): void => {
    deeds.push({ at, kind: 'look', tab: pick(...open, ...open, OTHER_TAB) });
  };
  look();
  const end = at + between(600_000, 5_400_000);
  while (at < end) {
    at += between(200, 40_000);
    const dice = random();
    if (dice < 0.5) deeds.push({ at, kind: 'input' });
    else if (dice < 0.72) look();
    else if (dice < 0.8) {
      deeds.push({ at, kind: 'blur' });
      at += between(1_000, 400_000);
      deeds.push({ at, kind: 'focus' });
    } else if (dice < 0.86) at += between(30_000, 600_000);
    else if (dice < 0.9) {
      deeds.push({ at, kind: 'lock' });
      at += between(5_000, 900_000);
      deeds.push({ at, kind: 'unlock' });
    } else if (dice < 0.93) {
      const until = at + between(60_000, 8 * 3_600_000);
      deeds.push({ at, kind: 'sleep', until });
      at = until;
      deeds.push({ at: at + 500, kind: 'input' });
      at += 500;
    } else if (dice < 0.945) deeds.push({ at, kind: 'kill-worker' });
    else if (dice < 0.955) {
      const until = at + between(1_000, 900_000);
      deeds.push({ at, kind: 'crash', until });
      at = until + 500;
      look();
    } else if (dice < 0.962) deeds.push({ at, kind: 'move', zone: pick(...ZONES) });
    else if (dice < 0.972) deeds.push({ at, kind: 'decide', isCounted: random() < 0.7 });
    else if (open.size > 1) {
      const tab = pick(...open);
      open.delete(tab);
      deeds.push({ at, kind: 'close', tab });
      at += 100;
      look();
    }
  }
  at += 1_000;
  for (const tab of open) {
    at += 10;
    deeds.push({ at, kind: 'close', tab });
  }
  return deeds;
};

/** What really happened, by pull request. */
export interface Truth {
  attendedMs: Map<number, number>;
  /** How often attention came or went: each may cost 2 s. */
  changes: Map<number, number>;
  /** How often the browser crashed while this was in front: each may cost a checkpoint's time and 2 s. */
  crashes: Map<number, number>;
}

/** The time that counts by the rules, computed from the deeds alone. */
export const tellTruth = (deeds: readonly Deed[]): Truth => {
  const attendedMs = new Map<number, number>();
  const changes = new Map<number, number>();
  const crashes = new Map<number, number>();
  const closed = new Set<number>();
  let front: number | null = null;
  let isFocused = true;
  let isLocked = false;
  let inputAt = 0;
  const account = (from: number, to: number): void => {
    const number = front === null || closed.has(front) ? undefined : TABS.get(front);
    if (number === undefined || !isFocused || isLocked) return;
    const until = Math.min(to, inputAt + IDLE_MS);
    if (until <= from) return;
    attendedMs.set(number, (attendedMs.get(number) ?? 0) + until - from);
    changes.set(number, (changes.get(number) ?? 0) + 1);
  };
  deeds.forEach((deed, index) => {
    switch (deed.kind) {
      case 'look':
        front = deed.tab;
        inputAt = deed.at;
        isFocused = true;
        break;
      case 'input':
        if (isFocused && !isLocked) inputAt = deed.at;
        break;
      case 'blur':
        isFocused = false;
        break;
      case 'focus':
        isFocused = true;
        inputAt = deed.at;
        break;
      case 'lock':
        isLocked = true;
        break;
      case 'unlock':
        isLocked = false;
        inputAt = deed.at;
        break;
      case 'close':
        closed.add(deed.tab);
        break;
      case 'sleep':
        inputAt = Number.NEGATIVE_INFINITY;
        break;
      case 'crash': {
        const number = front === null ? undefined : TABS.get(front);
        if (number !== undefined) crashes.set(number, (crashes.get(number) ?? 0) + 1);
        front = null;
        break;
      }
      case 'kill-worker':
      case 'move':
      case 'decide':
        break;
    }
    const next = deeds[index + 1];
    if (next) account(deed.at, next.at);
  });
  return { attendedMs, changes, crashes };
};
