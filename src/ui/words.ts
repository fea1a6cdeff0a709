import type english from '../../public/_locales/en/messages.json';

/** The name of a text, in every file below `public/_locales`. */
export type Word = keyof typeof english;

/**
 * The text of this name in the browser's language. `values` stand for its `$1`, `$2` … in order; they are text, never
 * markup.
 */
export const say = (word: Word, ...values: (string | number)[]): string =>
  chrome.i18n.getMessage(word, values.map(String));
