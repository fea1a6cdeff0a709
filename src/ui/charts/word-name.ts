const snake = (text: string): string =>
  text
    .replaceAll('.', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replace(/^_/, '');

/** The name, in the locale files, of the text about a part of a machine: `state_sync_item_failed_refused`. */
export const wordName = (...parts: string[]): string => parts.map(snake).join('_');
