import { describe, expect, test } from 'vitest';
import { readView } from '../../src/ui/view-schema.ts';
import { unreadableViews, views } from './views.ts';

describe('what lies in storage', () => {
  test('is absent where nothing has been written', () => {
    expect(readView(undefined)).toEqual({ kind: 'absent' });
  });

  test.each(Object.entries(views))('is readable, whole, as the View "%s"', (_, view) => {
    expect(readView(JSON.parse(JSON.stringify(view)))).toEqual({ kind: 'readable', view });
  });

  test.each(Object.entries(unreadableViews))('is unreadable where it is "%s"', (_, stored) => {
    expect(readView(stored)).toEqual({ kind: 'unreadable' });
  });

  const { counting } = views;
  test.each<[string, unknown]>([
    ['null', null],
    [
      'an unknown reason for a pause',
      { ...counting, current: { ...counting.current, pausedBecause: 'tired' } },
    ],
    ['a number as text', { ...counting, current: { ...counting.current, number: '7' } }],
    ['a negative duration', { ...counting, recent: [{ ...counting.recent[0], durationSeconds: -1 }] }],
    ['an unknown command', { ...counting, recent: [{ ...counting.recent[0], can: ['explode'] }] }],
    ['an instant that is no number', { ...counting, sync: { ...counting.sync, lastSyncTime: 'noon' } }],
    ['a missing part', { ...counting, auth: undefined }],
  ])('is unreadable where it holds %s', (_, stored) => {
    expect(readView(stored)).toEqual({ kind: 'unreadable' });
  });

  test('keeps out what this page does not know', () => {
    expect(readView({ ...counting, newer: true })).toEqual({ kind: 'readable', view: counting });
  });
});
