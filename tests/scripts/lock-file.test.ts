import { expect, it } from 'vitest';
import { faultsOfLock } from '../../scripts/lock-file.ts';

const lockOf = (packages: Record<string, object>): string => JSON.stringify({ packages });

it('a lock that names every optional package, beside or above who asks for it, is whole', () => {
  expect(
    faultsOfLock(
      lockOf({
        '': {},
        'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-mac': '1' } },
        'node_modules/a/node_modules/a-linux': {},
        'node_modules/a-mac': {},
      }),
    ),
  ).toEqual([]);
});

it('an optional package without an entry is a fault', () => {
  expect(faultsOfLock(lockOf({ 'node_modules/@s/a': { optionalDependencies: { 'a-mac': '1' } } }))).toEqual([
    'node_modules/@s/a may need a-mac, and the lock has no entry for it.',
  ]);
});

it('a download address is a fault', () => {
  expect(faultsOfLock(lockOf({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } }))).toEqual([
    'node_modules/a records a download address; install with omit-lockfile-registry-resolved.',
  ]);
});
