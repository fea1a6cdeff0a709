import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSettings, type Settings } from '../../src/domain/settings.ts';

const defaults: Settings = {
  idleAfterSeconds: 60,
  endAfterIdleSeconds: 300,
  checkpointSeconds: 60,
  trackingEnabled: true,
  excluded: [],
  hosts: [],
  keepTitles: true,
  dailyGoalMinutes: null,
  notifyOutages: false,
};

describe('settings', () => {
  test.each([undefined, null, 0, 'rubbish', true, [], {}])(
    'are the defaults where %j is stored',
    (stored) => {
      expect(parseSettings(stored)).toEqual(defaults);
    },
  );

  test('are as a person made them', () => {
    const made: Settings = {
      idleAfterSeconds: 30,
      endAfterIdleSeconds: 600,
      checkpointSeconds: 1,
      trackingEnabled: false,
      excluded: ['acme/*'],
      hosts: ['github.example.org'],
      keepTitles: false,
      dailyGoalMinutes: 90,
      notifyOutages: true,
    };
    expect(parseSettings(made)).toEqual(made);
  });

  test.each<[keyof Settings, unknown[]]>([
    ['idleAfterSeconds', [0, -1, 3_601, '60', null, Number.NaN, Number.POSITIVE_INFINITY, {}]],
    ['endAfterIdleSeconds', [0, -1, 86_401, '300', null, Number.NaN, Number.POSITIVE_INFINITY, []]],
    ['checkpointSeconds', [0, -1, 3_601, '60', null, Number.NaN, Number.NEGATIVE_INFINITY, true]],
    ['trackingEnabled', [0, 1, 'false', null, {}]],
    ['excluded', ['acme/*', null, [1], {}]],
    ['hosts', ['github.example.org', null, [1], {}]],
    ['keepTitles', [0, 1, 'false', null, {}]],
    ['dailyGoalMinutes', [0, -5, 1_441, '60', Number.NaN, {}]],
    ['notifyOutages', [0, 1, 'true', null, {}]],
  ])('have the default of %s where it makes no sense, and all else as it is stored', (field, rubbish) => {
    const stored = { ...defaults, idleAfterSeconds: 61, checkpointSeconds: 5, excluded: ['acme/rocket'] };
    for (const value of rubbish)
      expect(parseSettings({ ...stored, [field]: value })).toEqual({ ...stored, [field]: defaults[field] });
  });

  test('keep every exclusion that makes sense beside one that does not', () => {
    expect(parseSettings({ excluded: ['acme/*', null, 7, 'acme/rocket'] }).excluded).toEqual([
      'acme/*',
      'acme/rocket',
    ]);
  });

  test('leave out what this version does not know', () => {
    expect(parseSettings({ ...defaults, theme: 'dark' })).toEqual(defaults);
  });

  test('make sense, whatever is stored', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (one, other) => {
        for (const stored of [one, { idleAfterSeconds: one, excluded: other, trackingEnabled: other }]) {
          const settings = parseSettings(stored);
          expect(Object.keys(settings).sort()).toEqual(Object.keys(defaults).sort());
          expect(settings.idleAfterSeconds).toBeGreaterThanOrEqual(1);
          expect(settings.idleAfterSeconds).toBeLessThanOrEqual(3600);
        }
      }),
    );
  });
});
