import type { MachineName } from '../machines/index.ts';

/** A stored snapshot: where a machine stood, by the state names and the context of its version. */
export interface VersionedSnapshot {
  version: number;
  value: unknown;
  context: Record<string, unknown>;
}

/** One step up, from the version that it is listed under to the next. It renames states and reshapes context. */
type Step = (snapshot: Omit<VersionedSnapshot, 'version'>) => Omit<VersionedSnapshot, 'version'>;

/** The steps of one machine, by the version that each starts from. */
export type Steps = Readonly<Record<number, Step>>;

/** Version 1 noted neither causes nor gaps: what it counted is kept, without them. */
const noteCauses: Step = ({ value, context: { log: former, ...rest } }) => {
  const log = former as { intervals: object[] } | null;
  const context = { ...rest, away: null };
  if (log === null) return { value, context: { ...context, log } };
  const intervals = log.intervals.map((interval) => ({
    ...interval,
    began: null,
    ended: null,
    inputAt: null,
    input: null,
  }));
  return {
    value,
    context: {
      ...context,
      log: { ...log, intervals, countingBecause: null, input: 'look', tabId: null, gaps: [] },
    },
  };
};

/** Version 1 kept why a sign-in had failed as a sentence; it is a failure since, and the sentence cannot be read back. */
const forgetSentence: Step = ({ value, context }) => ({ value, context: { ...context, problem: null } });

/** A sign-in has a name and an end of its own, and a sign-out is told until the server knows of it. */
const nameSignIns: Step = ({ value, context }) => {
  const isSigningIn = JSON.stringify(value) === JSON.stringify({ reauth: 'signingIn' });
  return {
    value: isSigningIn ? { reauth: 'signedOut' } : value,
    context: {
      ...context,
      signIn: null,
      problem: isSigningIn ? { kind: 'interrupted' } : context.problem,
      unrevoked: [],
      revokeAttempts: 0,
      nextAttemptAt: null,
    },
  };
};

/** Every step that snapshots of installed extensions may still need. */
export const migrations: Record<MachineName, Steps> = {
  session: { 1: noteCauses },
  syncItem: {},
  auth: { 1: forgetSentence, 2: nameSignIns },
};

/**
 * Takes a snapshot to a version, step by step. `null` where a step is missing: the snapshot is of a newer version, or
 * of one too old to be known.
 */
export const upgrade = (
  snapshot: VersionedSnapshot,
  version: number,
  steps: Steps,
): VersionedSnapshot | null => {
  let current = snapshot;
  while (current.version < version) {
    const step = steps[current.version];
    if (!step) return null;
    current = { ...step(current), version: current.version + 1 };
  }
  return current.version === version ? current : null;
};
