import type { Failure } from '../../src/domain/failure.ts';
import { toEpochMs } from '../../src/domain/time.ts';

/** One failure of each kind, and of each kind that may ask for patience, one that does. */
export const failures: readonly Failure[] = [
  { kind: 'offline' },
  { kind: 'unreachable' },
  { kind: 'busy', status: 503, until: null },
  { kind: 'busy', status: 429, until: toEpochMs(1_800_000_120_000) },
  { kind: 'unintelligible' },
  { kind: 'unauthorized' },
  { kind: 'missing' },
  { kind: 'gone' },
  { kind: 'refused', status: 403, code: 'forbidden', reason: 'Your plan has ended.' },
];
