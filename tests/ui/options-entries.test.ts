import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseSettings } from '../../src/domain/settings.ts';
import { Command } from '../../src/messages/commands.ts';
import { durations, durationText, readDuration } from '../../src/ui/options/durations.ts';
import { acceptable, readExclusion, readHost } from '../../src/ui/options/entries.ts';
import { createOptionsStore } from '../../src/ui/options/options-store.ts';
import { installWords, messagesOf } from './locales.ts';

beforeAll(() => installWords(messagesOf('en'), 'ltr'));

const isTaken = (data: unknown): boolean => v.safeParse(Command, { type: 'CHANGE_SETTINGS', data }).success;

describe('an excluded repository', () => {
  test.each([
    ['acme/rocket', 'acme/rocket'],
    ['  acme/*  ', 'acme/*'],
    ['acme/rocket/', 'acme/rocket'],
    ['https://github.com/acme/rocket/pull/7/files', 'acme/rocket'],
    ['https://github.com/acme', 'acme/*'],
  ])('is read from "%s"', (text, entry) => {
    expect(readExclusion(text, [])).toEqual({ entry });
  });

  test.each(['acme', '/', '*/*', 'acme/rocket/x', 'acme rocket', 'https://github.com', '<b>/x', 'a/\u0000'])(
    'is not read from "%s"',
    (text) => {
      expect(readExclusion(text, [])).toEqual({
        problem: 'Write owner/repo for one repository, or owner/* for all of an owner.',
      });
    },
  );

  test('is on the list once, whatever its case, and not beside an entry that covers it', () => {
    expect(readExclusion('Acme/Rocket', ['acme/rocket'])).toEqual({
      problem: 'Acme/Rocket is on the list already.',
    });
    expect(readExclusion('acme/rocket', ['ACME/*'])).toEqual({
      problem: 'acme/* on the list covers it already.',
    });
  });

  test('does not go on a list that is full', () => {
    const full = Array.from({ length: 1_000 }, (_, index) => `owner/repo-${index}`);
    expect(readExclusion('acme/rocket', full)).toEqual({
      problem: 'The list is full. Remove an entry first.',
    });
  });
});

describe('a host', () => {
  test.each([
    ['github.example.com', 'github.example.com'],
    [' GitHub.Example.COM ', 'github.example.com'],
    ['https://github.example.com/acme/rocket/pull/7', 'github.example.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
  ])('is read from "%s"', (text, entry) => {
    expect(readHost(text, [])).toEqual({ entry });
  });

  test.each([
    ['github', 'Write the name of the host, for example github.example.com.'],
    ['*.example.com', 'Write the name of the host, for example github.example.com.'],
    ['me@github.example.com', 'Write the name of the host, for example github.example.com.'],
    ['not a host', 'Write the name of the host, for example github.example.com.'],
    ['http://github.example.com', 'Only hosts with https on its usual port can be tracked.'],
    ['github.example.com:8443', 'Only hosts with https on its usual port can be tracked.'],
    ['https://github.com/acme', 'github.com is on the list already.'],
    ['ghe.example.com', 'ghe.example.com is on the list already.'],
  ])('is not read from "%s"', (text, problem) => {
    expect(readHost(text, ['ghe.example.com'])).toEqual({ problem });
  });
});

test('an entry that the worker would refuse does not keep the others from being stored', () => {
  expect(acceptable('excluded', ['acme/*', 'no slash', 'octo/cat'])).toEqual(['acme/*', 'octo/cat']);
});

describe('a duration', () => {
  test.each(Object.values(durations))(
    '$name is taken by the worker at its bounds, and not beyond',
    (field) => {
      const { name, least, most, stored } = field;
      for (const bound of [least, most]) {
        const typed = readDuration(field, String(bound));
        expect(isTaken({ [name]: 'value' in typed && typed.value })).toBe(true);
      }
      expect([least * stored - 1, most * stored + 1].map((value) => isTaken({ [name]: value }))).toEqual([
        false,
        false,
      ]);
    },
  );

  test('is shown in its unit, and stored in whole seconds', () => {
    const { idleAfterSeconds, endAfterIdleSeconds } = parseSettings({});
    expect([
      durationText(durations.idleAfter, idleAfterSeconds),
      durationText(durations.endAfter, endAfterIdleSeconds),
      durationText(durations.endAfter, 100),
    ]).toEqual(['60', '5', '1.67']);
    expect(readDuration(durations.endAfter, '2.51')).toEqual({ value: 151 });
  });

  test.each(['', ' ', 'soon', '14', '3601', '-60', 'NaN', 'Infinity'])('is not read from "%s"', (text) => {
    expect(readDuration(durations.idleAfter, text)).toEqual({ problem: 'Enter a number from 15 to 3600.' });
  });
});

describe('the options', () => {
  test("hold the organisation's word over the person's own", () => {
    const store = createOptionsStore();
    store.trigger.settingsRead({ own: { keepTitles: true }, policy: { keepTitles: false, unknown: 1 } });
    store.trigger.changeBegun({ change: { keepTitles: true, trackingEnabled: false } });
    const { settings, locked } = store.getSnapshot().context;
    expect([settings.keepTitles, settings.trackingEnabled, locked]).toEqual([false, false, ['keepTitles']]);
  });
});
