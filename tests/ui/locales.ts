import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../public/_locales');

/** The texts of one language, as they are shipped. */
export type Messages = Record<string, { message: string }>;

/** The languages that are shipped. */
export const locales = readdirSync(folder);

/** Every text of a language, by its name. */
export const messagesOf = (locale: string): Messages =>
  JSON.parse(readFileSync(join(folder, locale, 'messages.json'), 'utf8'));

/** Puts a `chrome` in place that knows these texts and nothing else. It runs in pages, too, and so needs nothing. */
export const installWords = (messages: Messages, direction: string): void => {
  const getMessage = (name: string, values: string[] = []): string => {
    if (name === '@@bidi_dir') return direction;
    return (messages[name]?.message ?? '').replace(/\$(\$|\d)/g, (_, hole: string) =>
      hole === '$' ? '$' : (values[Number(hole) - 1] ?? ''),
    );
  };
  Object.assign(globalThis, { chrome: { i18n: { getMessage } } });
};
