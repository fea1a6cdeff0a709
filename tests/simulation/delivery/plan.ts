import { createRandom } from '../random.ts';

/** Something that a person, the browser or the machine does, at a moment (ms since the world began). */
export type Deed = { at: number } /** A review by hand: it starts now and is ended `seconds` later. */ & (
  | { do: 'review'; number: number; seconds: number }
  /** A tab on a pull request, closed `seconds` later. */
  | { do: 'visit'; number: number; seconds: number }
  | { do: 'sign-in'; user: string; lifetimeMs: number; by: 'storage' | 'command' }
  | { do: 'sign-out' }
  | { do: 'sync' }
  | { do: 'retry-failed' }
  | { do: 'offline'; forMs: number; isNoticed: boolean }
  | { do: 'weather'; kind: Weather; forMs: number }
  | { do: 'kill-worker' }
  /** The worker dies in the middle of what follows. */
  | { do: 'kill-soon'; breaths: number }
  | { do: 'restart-browser'; isTorn: boolean }
  | { do: 'update' }
  | { do: 'clock'; byMs: number }
  | { do: 'sleep'; forMs: number }
  | { do: 'lose-alarm' }
  | { do: 'ring' }
  | { do: 'revoke-access' }
  | { do: 'revoke-family' }
);

/** What every request meets for a while. */
export type Weather = 'unreachable' | 'portal' | 'busy' | 'slow' | 'throttled' | 'forbidden';

/** What happens to one request. The names say what reaches the server and what comes back. */
const REQUEST_FAULTS = [
  'lost',
  'answer-lost',
  'silent',
  'answer-silent',
  'answer-drips',
  'doubled',
  'doubled-late',
  'portal',
  'redirected',
  'not-json',
  'other-json',
  'torn-json',
  'wrong-id',
  'wrong-client-id',
  'wrong-status',
  'busy',
  'busy-after-commit',
  'throttled-seconds',
  'throttled-date',
  'throttled-rubbish',
  'throttled-for-long',
  'timed-out',
  'unauthorized',
  'forbidden',
  'missing',
  'very-late',
] as const;
export type RequestFault = (typeof REQUEST_FAULTS)[number];

/** A fault that hits the `nth` request, write or breath since the world began. */
type Fault =
  | { fault: 'request'; nth: number; kind: RequestFault }
  | { fault: 'write'; nth: number }
  | { fault: 'kill'; nth: number; when: 'before' | 'after' }
  /** The worker dies so many breaths after the nth request left, and the one after it as many into its life. */
  | { fault: 'crash-loop'; nth: number; breaths: number; again: number };

type Entry = Deed | Fault;

/** All that will happen in one world. Its parts can be left out one by one. */
export interface Plan {
  seed: number;
  /** How long storage takes at most, in ms; 0 answers at once. */
  slowStoreMs: number;
  entries: Entry[];
}

const USERS = ['ada', 'bob'];
const LIFETIMES_MS = [90_000, 900_000, 900_000];
const JUMPS_MS = [30_000, 240_000];
const TRANSIENT_FAULTS: RequestFault[] = ['lost', 'portal', 'busy', 'throttled-seconds', 'throttled-date'];
const WEATHERS: Weather[] = ['unreachable', 'portal', 'busy', 'slow', 'throttled', 'forbidden'];

/** One works signed out, signs in, and hands the browser over to another; a worker dies of that. */
const handedOver = (below: (limit: number) => number, pick: <T>(from: readonly T[]) => T): Deed[] => {
  const at = 12_000 + below(5_000);
  const ways = ['storage', 'command'] as const;
  return [
    { at: below(2_000), do: 'review', number: 1, seconds: 1 + below(8) },
    { at, do: 'kill-soon', breaths: 1 + below(25) },
    { at, do: 'sign-in', user: 'ada', lifetimeMs: 900_000, by: pick(ways) },
    { at: at + below(40_000), do: 'sign-in', user: 'bob', lifetimeMs: 900_000, by: pick(ways) },
  ];
};

/** The plan of a seed. */
export const planOf = (seed: number): Plan => {
  const random = createRandom(seed * 7_919 + 17);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const isOnce = (chance: number): boolean => random() < chance;
  const entries: Entry[] = [];
  const span = 30_000 + below(60_000);
  const signIn = (at: number): Deed => ({
    at,
    do: 'sign-in',
    user: pick(USERS),
    lifetimeMs: pick(LIFETIMES_MS),
    by: pick(['storage', 'command']),
  });
  if (isOnce(0.06)) entries.push(...handedOver(below, pick));
  else entries.push(signIn(isOnce(0.75) ? 0 : below(span)));
  const reviews = 1 + (isOnce(0.3) ? 1 : 0) + (isOnce(0.1) ? 1 : 0);
  for (let count = 0; count < reviews; count += 1)
    entries.push({
      at: below(span),
      do: isOnce(0.85) ? 'review' : 'visit',
      number: 1 + below(4),
      seconds: 1 + below(isOnce(0.1) ? 200 : 25),
    });
  const kills = below(3);
  for (let count = 0; count < kills; count += 1)
    entries.push({ fault: 'kill', nth: 1 + below(120), when: pick(['before', 'after']) });
  const faults = below(4);
  for (let count = 0; count < faults; count += 1)
    entries.push({ fault: 'request', nth: 1 + below(8), kind: pick(REQUEST_FAULTS) });
  if (isOnce(0.15)) {
    const nth = 2 + below(3);
    entries.push({ fault: 'request', nth, kind: pick(TRANSIENT_FAULTS) });
    entries.push({ fault: 'crash-loop', nth, breaths: 2 + below(6), again: 3 + below(12) });
  }
  if (isOnce(0.2)) entries.push({ fault: 'write', nth: 1 + below(20) });
  const rare: (() => Deed)[] = [
    () => signIn(below(span)),
    () => ({ at: below(span), do: 'sign-out' }),
    () => ({ at: below(span), do: 'sync' }),
    () => ({ at: below(span), do: 'retry-failed' }),
    () => ({ at: below(span), do: 'offline', forMs: below(90_000), isNoticed: isOnce(0.5) }),
    () => ({ at: below(span), do: 'weather', kind: pick(WEATHERS), forMs: below(90_000) }),
    () => ({ at: below(span), do: 'kill-worker' }),
    () => ({ at: below(span), do: 'restart-browser', isTorn: isOnce(0.5) }),
    () => ({ at: below(span), do: 'update' }),
    () => ({ at: below(span), do: 'clock', byMs: pick(JUMPS_MS) }),
    () => ({ at: below(span), do: 'sleep', forMs: pick([60_000, 600_000, 28_800_000]) }),
    () => ({ at: below(span), do: 'lose-alarm' }),
    () => ({ at: below(span), do: 'ring' }),
    () => ({ at: below(span), do: 'revoke-access' }),
    () => ({ at: below(span), do: 'revoke-family' }),
  ];
  const more = below(3);
  for (let count = 0; count < more; count += 1) entries.push(pick(rare)());
  const aimedAt = pick(entries);
  if ('do' in aimedAt && isOnce(0.25))
    entries.unshift({ at: aimedAt.at, do: 'kill-soon', breaths: 1 + below(40) });
  return { seed, slowStoreMs: isOnce(0.25) ? 1 + below(30) : 0, entries };
};
