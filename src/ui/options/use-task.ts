import { useState } from 'preact/hooks';
import type { Command } from '../../messages/commands.ts';
import { send } from '../send.ts';

/** What came of something that was done, for the person. */
export type Outcome = { tone: 'done' | 'problem'; text: string } | null;

/** Something that is done once at a time. */
interface Task<A extends unknown[]> {
  busy: boolean;
  /** What came of it the last time. */
  outcome: Outcome;
  run: (...given: A) => void;
}

/** What `act` does as a task; it resolves to what came of it. */
export const useTask = <A extends unknown[]>(act: (...given: A) => Promise<Outcome>): Task<A> => {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const run = async (...given: A): Promise<void> => {
    setBusy(true);
    setOutcome(null);
    setOutcome(await act(...given));
    setBusy(false);
  };
  return { busy, outcome, run: (...given) => void run(...given) };
};

/** Sends a command; resolves to `done` where it was taken, else to why not. */
export const command = async (asked: Command, done: string | null): Promise<Outcome> => {
  const reply = await send(asked);
  if (!reply.ok) return { tone: 'problem', text: reply.error.message };
  return done === null ? null : { tone: 'done', text: done };
};
