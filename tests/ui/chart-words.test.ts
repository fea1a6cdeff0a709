import { describe, expect, test } from 'vitest';
import { sayCause, sayEvent, sayMachine, sayStateName } from '../../src/ui/charts/chart-words.ts';
import { installWords, locales, messagesOf } from './locales.ts';
import { eventWords, stateWords } from './machine-words.ts';

describe.each(locales)('in the locale %s', (locale) => {
  const messages = messagesOf(locale);

  test('every state of the machines has its name and its meaning', () => {
    const names = stateWords.flatMap(({ name, meaning }) => [name, meaning]);
    expect(names.filter((name) => messages[name] === undefined)).toEqual([]);
  });

  test('every event of the machines has its words', () => {
    expect(eventWords.filter((name) => messages[name] === undefined)).toEqual([]);
  });

  test('no words are left of a state or an event that is gone', () => {
    const known = new Set([...eventWords, ...stateWords.flatMap(({ name, meaning }) => [name, meaning])]);
    const named = Object.keys(messages).filter((name) =>
      /^event_|^state_(session|sync_item|auth)_/.test(name),
    );
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

test('in English a state means what its machine says', () => {
  const messages = messagesOf('en');
  expect(Object.fromEntries(stateWords.map(({ meaning }) => [meaning, messages[meaning]?.message]))).toEqual(
    Object.fromEntries(stateWords.map(({ meaning, description }) => [meaning, description])),
  );
});

test('what has no words goes by its own name', () => {
  installWords(messagesOf('en'), 'ltr');
  expect([
    sayMachine('door'),
    sayStateName('door', 'open.ajar'),
    sayEvent('door.slammed'),
    sayCause({ event: 'door.slammed', cause: 'wind' }),
  ]).toEqual(['door', 'ajar', 'door.slammed', 'wind']);
});

test('a step says its cause in words', () => {
  installWords(messagesOf('en'), 'ltr');
  expect([
    sayCause({ event: 'attention.lost', cause: 'hidden' }),
    sayCause({ event: 'push.failed', cause: 'busy' }),
    sayCause({ event: 'made', cause: 'session.end' }),
    sayCause({ event: 'attention.gained', cause: null }),
  ]).toEqual(['Its tab is in the background.', 'The server was busy.', 'End of a review', null]);
});
