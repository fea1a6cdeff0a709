import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../public/_locales');

type Messages = Record<string, { message: string }>;

const messagesOf = (locale: string): Messages =>
  JSON.parse(readFileSync(join(folder, locale, 'messages.json'), 'utf8'));

const holesOf = (messages: Messages) =>
  Object.fromEntries(
    Object.entries(messages).map(([name, { message }]) => [name, message.match(/\$\d/g)?.toSorted() ?? []]),
  );

describe.each(readdirSync(folder).filter((locale) => locale !== 'en'))('the locale %s', (locale) => {
  it('has every text that English has, with the same holes', () => {
    expect(holesOf(messagesOf(locale))).toEqual(holesOf(messagesOf('en')));
  });

  it('leaves no text empty', () => {
    expect(Object.entries(messagesOf(locale)).filter(([, { message }]) => message.trim() === '')).toEqual([]);
  });
});
