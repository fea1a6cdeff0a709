import { authMachine } from './auth.machine.ts';
import { sessionMachine } from './session.machine.ts';
import { syncItemMachine } from './sync-item.machine.ts';

/**
 * Every machine with the version of its stored snapshots. State names and context are storage: a change to either
 * needs a new version here and a migration beside the codec that reads them.
 */
export const machines = {
  session: { machine: sessionMachine, version: 2 },
  syncItem: { machine: syncItemMachine, version: 1 },
  auth: { machine: authMachine, version: 3 },
} as const;

export type MachineName = keyof typeof machines;
