import { describe, expect, test } from 'vitest';
import { describeFailure, type Failure, isTransient } from '../../src/domain/failure.ts';

/** One failure of each kind: whether it passes by itself, and what a person reads. */
const kinds: Record<Failure['kind'], [failure: Failure, transient: boolean, sentence: string]> = {
  offline: [{ kind: 'offline' }, false, 'There is no network.'],
  unreachable: [{ kind: 'unreachable' }, true, 'The server could not be reached.'],
  busy: [{ kind: 'busy', status: 503, until: null }, true, 'The server is busy (503).'],
  unintelligible: [
    { kind: 'unintelligible' },
    true,
    'Something other than the server answered. A network sign-in page, perhaps.',
  ],
  unauthorized: [{ kind: 'unauthorized' }, false, 'The sign-in is no longer valid.'],
  missing: [{ kind: 'missing' }, false, 'The server does not know this session.'],
  gone: [{ kind: 'gone' }, false, 'The session was deleted elsewhere.'],
  refused: [
    { kind: 'refused', status: 403, code: 'forbidden', reason: 'Your plan has ended.' },
    false,
    'Your plan has ended.',
  ],
};

describe.each(Object.entries(kinds))('a failure of the kind "%s"', (_, [failure, transient, sentence]) => {
  test(`${transient ? 'may pass' : 'does not pass'} without anybody doing anything`, () => {
    expect(isTransient(failure)).toBe(transient);
  });

  test('is told to a person in one sentence', () => {
    expect(describeFailure(failure)).toBe(sentence);
  });
});
