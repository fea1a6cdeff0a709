import type { Plan, RequestFault } from './plan.ts';

/** The faults of a plan, by the number of what they hit. */
export interface Faults {
  ofRequest(nth: number): RequestFault | undefined;
  /** Whether that write is refused. */
  isRefused(nth: number): boolean;
  /** When in that breath the worker dies. */
  deathIn(nth: number): 'before' | 'after' | null;
  addDeath(nth: number): void;
  /** The deaths that the sending of that request brings on, in breaths from there and from the next worker's start. */
  crashLoopOf(nth: number): { breaths: number; again: number } | undefined;
  /** From now on nothing fails any more. */
  end(): void;
}

export const createFaults = ({ entries }: Plan): Faults => {
  const requests = new Map<number, RequestFault>();
  const writes = new Set<number>();
  const deaths = new Map<number, 'before' | 'after'>();
  const crashLoops = new Map<number, { breaths: number; again: number }>();
  for (const entry of entries) {
    if (!('fault' in entry)) continue;
    switch (entry.fault) {
      case 'request':
        requests.set(entry.nth, entry.kind);
        break;
      case 'write':
        writes.add(entry.nth);
        break;
      case 'kill':
        deaths.set(entry.nth, entry.when);
        break;
      case 'crash-loop':
        crashLoops.set(entry.nth, entry);
        break;
    }
  }
  return {
    ofRequest: (nth) => requests.get(nth),
    isRefused: (nth) => writes.has(nth),
    deathIn: (nth) => deaths.get(nth) ?? null,
    addDeath: (nth) => void deaths.set(nth, 'after'),
    crashLoopOf: (nth) => crashLoops.get(nth),
    end: () => {
      for (const hit of [requests, writes, deaths, crashLoops]) hit.clear();
    },
  };
};
