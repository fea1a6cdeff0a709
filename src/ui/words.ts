import type english from '../../public/_locales/en/messages.json';

/** The name of a text, in every file below `public/_locales`. */
export type Word = keyof typeof english;

/** The name of a text that has a form for each plural, without the form: `_one`, `_other` and what a language needs. */
export type CountedWord = Word extends infer Name
  ? Name extends `${infer Stem}_other`
    ? Stem
    : never
  : never;

/**
 * The text of this name in the browser's language. `values` stand for its `$1`, `$2` … in order; they are text, never
 * markup.
 */
export const say = (word: Word, ...values: (string | number)[]): string =>
  chrome.i18n.getMessage(word, values.map(String));

/** The language that the words are in: the browser's where there are words in it, else English. */
export const language = (): string => say('common_language');

/** The text of this name in the form for `count`, which is its `$1`; `values` follow as `$2` … */
export const sayCount = (word: CountedWord, count: number, ...values: (string | number)[]): string => {
  const all = [count.toLocaleString(language()), ...values.map(String)];
  const form = new Intl.PluralRules(language()).select(count);
  return chrome.i18n.getMessage(`${word}_${form}`, all) || say(`${word}_other`, ...all);
};

/** A name within a sentence, kept from turning the words around it: it may run in the other direction. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

/** Makes the document say in which language and direction it is, and what it is called. */
export const nameDocument = (title: Word): void => {
  document.documentElement.lang = language();
  document.documentElement.dir = chrome.i18n.getMessage('@@bidi_dir');
  const name = say(title);
  // Also the same title, set again, is told to the browser.
  if (document.title !== name) document.title = name;
};

/** The text of a name that is made while running; `null` where there is none. */
export const sayNamed = (name: string): string | null => chrome.i18n.getMessage(name) || null;
