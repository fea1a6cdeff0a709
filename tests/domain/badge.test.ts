import { expect, test } from 'vitest';
import { type Badge, badgeOf } from '../../src/domain/badge.ts';
import { plus } from '../../src/domain/time.ts';
import type { View } from '../../src/domain/view.ts';
import { now } from '../ui/sessions.ts';
import { views } from '../ui/views.ts';

const review = 'statelyai/xstate #5331';

test.each<[string, View, Badge]>([
  [
    'empty',
    { ...views.empty, sync: views.counting.sync },
    { text: '', tone: 'idle', title: { review: null, word: 'extension_name' } },
  ],
  ['counting', views.counting, { text: '23m', tone: 'counting', title: { review, word: 'reason_counting' } }],
  ['paused', views['paused-idle'], { text: '12m', tone: 'paused', title: { review, word: 'reason_idle' } }],
  [
    'offline and counting',
    views.offline,
    { text: '23m', tone: 'offline', title: { review, word: 'reason_counting' } },
  ],
  [
    'offline',
    { ...views.offline, current: null },
    { text: '', tone: 'offline', title: { review: null, word: 'badge_offline' } },
  ],
  [
    'expired',
    { ...views.expired, current: null },
    { text: '!', tone: 'attention', title: { review: null, word: 'badge_expired' } },
  ],
  ['failed', views.failed, { text: '!', tone: 'attention', title: { review: null, word: 'badge_failed' } }],
])('the badge says what matters most: %s', (_, view, badge) => {
  expect(badgeOf(view, now)).toEqual(badge);
});

test('a long review is counted in hours, which fit', () => {
  expect(badgeOf(views.counting, plus(now, 3 * 3_600_000)).text).toBe('3h');
});
