import type { Plan, RequestFault } from './plan.ts';

/** The faults of a plan, by the number of what they hit. */
export interface Faults {
  ofRequest(nth: number): RequestFault | undefined;
  /** Whether that write is refused. */
  isRefused(nth: number): boolean;
  /** When in that breath the worker dies. */
  deathIn(nth: number): 'before' | 'after' | null;
  addDeath(nth: number): void;
  /** From now on nothing fails any more. */
  end(): void;
}

export const createFaults = ({ entries }: Plan): Faults => {
  const requests = new Map<number, RequestFault>();
  const writes = new Set<number>();
  const deaths = new Map<number, 'before' | 'after'>();
  for (const entry of entries) {
    if (!('fault' in entry)) continue;
    if (entry.fault === 'request') requests.set(entry.nth, entry.kind);
    else if (entry.fault === 'write') writes.add(entry.nth);
    else deaths.set(entry.nth, entry.when);
  }
  return {
    ofRequest: (nth) => requests.get(nth),
    isRefused: (nth) => writes.has(nth),
    deathIn: (nth) => deaths.get(nth) ?? null,
    addDeath: (nth) => void deaths.set(nth, 'after'),
    end: () => {
      for (const hit of [requests, writes, deaths]) hit.clear();
    },
  };
};
