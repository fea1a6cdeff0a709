import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toEpochMs } from '../../src/domain/time.ts';
import { isExpiring, parseClaims, REFRESH_AHEAD_MS } from '../../src/domain/token.ts';

describe('the claims of a token', () => {
  test('are who it is and when it ends; all others are left alone', () => {
    expect(parseClaims('{"sub":"ada","exp":1800000000,"iss":"worktime","scope":"all"}')).toEqual({
      sub: 'ada',
      expiresAt: 1_800_000_000_000,
    });
  });

  test.each([
    '',
    'rubbish',
    'null',
    '7',
    '"ada"',
    '[]',
    '{}',
    '{"sub":"ada"}',
    '{"exp":1800000000}',
    '{"sub":"","exp":1800000000}',
    '{"sub":7,"exp":1800000000}',
    '{"sub":null,"exp":1800000000}',
    '{"sub":"ada","exp":"1800000000"}',
    '{"sub":"ada","exp":null}',
    '{"sub":"ada","exp":1e400}',
    '{"sub":"ada","exp":-1e400}',
    '{"sub":"ada","exp":1e300}',
    '{"sub":"ada","exp":1800000000',
  ])('are none where the payload is %j', (payload) => {
    expect(parseClaims(payload)).toBeNull();
  });

  test('never throw, and survive storage, whatever the payload holds', () => {
    const exp = fc.oneof(fc.double(), fc.integer(), fc.constant('soon'));
    const payload = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ sub: fc.string(), exp }).map((it) => JSON.stringify(it)),
    );
    fc.assert(
      fc.property(payload, (text) => {
        const claims = parseClaims(text);
        expect(JSON.parse(JSON.stringify(claims))).toEqual(claims);
      }),
    );
  });
});

test('a token is replaced a minute before it ends, and not earlier', () => {
  const end = toEpochMs(1_800_000_000_000);
  const ahead = toEpochMs(end - REFRESH_AHEAD_MS);
  expect(REFRESH_AHEAD_MS).toBe(60_000);
  expect([ahead - 1, ahead, end - 1, end, end + 1].map((at) => isExpiring(end, toEpochMs(at)))).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});
