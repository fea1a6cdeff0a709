import { useState } from 'preact/hooks';
import type { Command } from '../../messages/commands.ts';
import { send } from '../send.ts';

/** What came of something that was done, for the person. */
export type Outcome = { tone: 'done' | 'problem'; text: string } | null;

/** Something that is done once at a time. */
interface Task {
  busy: boolean;
  /** What came of it the last time. */
  outcome: Outcome;
  run: () => void;
}

/** What `act` does as a task; it resolves to what came of it. */
export const useTask = (act: () => Promise<Outcome>): Task => {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setOutcome(null);
    setOutcome(await act());
    setBusy(false);
  };
  return { busy, outcome, run: () => void run() };
};

/** Sends a command; resolves to `done` where it was taken, else to why not. */
export const command = async (asked: Command, done: string | null): Promise<Outcome> => {
  const reply = await send(asked);
  if (!reply.ok) return { tone: 'problem', text: reply.error.message };
  return done === null ? null : { tone: 'done', text: done };
};
