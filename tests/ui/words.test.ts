import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isolated, language, say, sayCount } from '../../src/ui/words.ts';
import { installWords, locales, type Messages, messagesOf } from './locales.ts';
import { eventWords, stateWords } from './machine-words.ts';

const english = messagesOf('en');

const holesOf = (messages: Messages) =>
  Object.fromEntries(
    Object.entries(messages).map(([name, { message }]) => [
      name,
      [...new Set(message.match(/\$\d/g))].toSorted(),
    ]),
  );

describe.each(locales.filter((locale) => locale !== 'en'))('the locale %s', (locale) => {
  const messages = messagesOf(locale);

  test('has every text that English has, with the same holes', () => {
    expect(holesOf(messages)).toEqual(holesOf(english));
  });

  test('leaves no text empty', () => {
    expect(Object.entries(messages).filter(([, { message }]) => message.trim() === '')).toEqual([]);
  });
});

test.each(locales)('the locale %s is sorted by name, and says which language it is', (locale) => {
  const messages = messagesOf(locale);
  expect(Object.keys(messages)).toEqual(Object.keys(messages).toSorted());
  installWords(messages, 'ltr');
  expect(language()).toBe(locale);
});

test('every text in the locale files is said somewhere', () => {
  const folders = ['src', 'manifest.config.ts'].map((name) => join(import.meta.dirname, '../..', name));
  const sources = folders.flatMap((path) =>
    path.endsWith('.ts')
      ? [readFileSync(path, 'utf8')]
      : readdirSync(path, { recursive: true, encoding: 'utf8' })
          .filter((file) => /\.tsx?$/.test(file))
          .map((file) => readFileSync(join(path, file), 'utf8')),
  );
  const text = sources.join('\n');
  const isSaid = (name: string): boolean =>
    new RegExp(`\\b(__MSG_)?${name.replace(/_(one|other)$/, '')}(__)?\\b`).test(text);
  const ofMachines = new Set([...eventWords, ...stateWords.flatMap(({ name, meaning }) => [name, meaning])]);
  expect(Object.keys(english).filter((name) => !isSaid(name) && !ofMachines.has(name))).toEqual([]);
});

test('a count chooses its form, in any language, and is written as there', () => {
  installWords(english, 'ltr');
  expect([1, 2, 1_000].map((count) => sayCount('notice_quarantined', count))).toEqual([
    'One stored record could not be read. It is kept as it is.',
    '2 stored records could not be read. They are kept as they are.',
    '1,000 stored records could not be read. They are kept as they are.',
  ]);
  installWords(messagesOf('de'), 'ltr');
  expect(sayCount('notice_quarantined', 1_000)).toContain('1.000 gespeicherte Einträge');
});

test('a form that a language has not got falls back to the general one', () => {
  installWords({ ...english, common_language: { message: 'pl' } }, 'ltr');
  expect(sayCount('notice_quarantined', 2)).toContain('2 stored records');
});

test('values stand in the holes as they are', () => {
  installWords(english, 'ltr');
  expect(say('menu_exclude', isolated('<b>$1/$2'))).toBe('Don’t track \u2068<b>$1/$2\u2069');
});
