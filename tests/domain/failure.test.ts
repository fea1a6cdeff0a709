import { expect, test } from 'vitest';
import { type Failure, isTransient } from '../../src/domain/failure.ts';

/** One failure of each kind, and whether it passes by itself. */
const kinds: Record<Failure['kind'], [failure: Failure, transient: boolean]> = {
  offline: [{ kind: 'offline' }, false],
  unreachable: [{ kind: 'unreachable' }, true],
  busy: [{ kind: 'busy', status: 503, until: null }, true],
  unintelligible: [{ kind: 'unintelligible' }, true],
  unauthorized: [{ kind: 'unauthorized' }, false],
  missing: [{ kind: 'missing' }, false],
  gone: [{ kind: 'gone' }, false],
  unreadable: [{ kind: 'unreadable' }, false],
  refused: [{ kind: 'refused', status: 403, code: 'forbidden', reason: 'Your plan has ended.' }, false],
};

test.each(Object.entries(kinds))(
  'whether a failure of the kind "%s" may pass without anybody doing anything',
  (_, [failure, transient]) => {
    expect(isTransient(failure)).toBe(transient);
  },
);
