import type { Failure } from '../../src/domain/failure.ts';
import type { PauseReason } from '../../src/domain/pause-reason.ts';
import { plus } from '../../src/domain/time.ts';
import {
  type OpenSessionView,
  type RecentSessionView,
  type SyncView,
  VIEW_VERSION,
  type View,
} from '../../src/domain/view.ts';
import { current, days, ended, now, recent, synced, uuid } from './sessions.ts';

const normal: View = {
  version: VIEW_VERSION,
  current,
  others: [],
  recent,
  gaps: [],
  days,
  sync: synced,
  auth: { state: 'valid', user: 'u-1', name: 'ada', problem: null, ways: ['name'], local: true },
  trackingEnabled: true,
  dailyGoalMinutes: null,
  notices: [],
};

const paused = (reason: PauseReason, can: OpenSessionView['can'] = ['end']): View => ({
  ...normal,
  current: { ...current, state: 'paused', countingSince: null, pausedBecause: reason, can },
});

const refusal = (reason: string): Failure => ({ kind: 'refused', status: 403, code: 'forbidden', reason });

const signedOut: SyncView = {
  ...synced,
  state: 'signed-out',
  pending: 2,
  lastSyncTime: null,
};

const waiting = (sync: RecentSessionView['sync']): RecentSessionView[] => [
  ended(11, 5, { sync }),
  ended(12, 70, { sync, title: 'Answer a replayed request with the first result' }),
  ...recent.slice(1),
];

const hostile =
  '\u202Egnp.exe\u202C <img src=x onerror=alert(1)> "><script>alert(1)</script> \u2067\u0627\u0644\u0633\u0644\u0627\u0645';
const endless = `${'W'.repeat(5_000)}${' word'.repeat(1_000)}`;
const stacked = `a${'\u0301'.repeat(200)} stacked accents`;

/** One View for each state in which a person can find the popup. */
export const views = {
  counting: normal,
  'paused-elsewhere': {
    ...paused('elsewhere'),
    others: [
      {
        ...current,
        id: uuid(901),
        number: 77,
        state: 'ending',
        countingSince: null,
        title: 'Explain the durable runtime',
        can: [],
      },
    ],
  },
  'paused-hidden': paused('hidden'),
  'paused-unfocused': paused('unfocused'),
  'paused-idle': paused('idle'),
  'paused-locked': paused('locked'),
  'paused-asleep': paused('asleep'),
  'paused-by-hand': paused('by-hand', ['resume', 'end']),
  'paused-closed': paused('closed'),
  'tracking-off': { ...paused('tracking-off'), trackingEnabled: false },
  ending: {
    ...normal,
    current: {
      ...current,
      state: 'ending',
      countingSince: null,
      can: [],
    },
  },
  offline: {
    ...normal,
    recent: waiting('queued'),
    sync: {
      ...synced,
      state: 'offline',
      pending: 2,
    },
  },
  pending: {
    ...normal,
    recent: waiting('retrying'),
    sync: {
      ...synced,
      state: 'pending',
      pending: 2,
      nextAttemptAt: plus(now, 8_000),
    },
  },
  syncing: {
    ...normal,
    recent: waiting('queued'),
    sync: { ...synced, state: 'syncing', pending: 2 },
  },
  failed: {
    ...normal,
    recent: [
      ended(21, 8, {
        sync: 'failed',
        title: 'Pin algorithm, issuer and audience',
        problem: refusal('You are not a member of the organization that this repository belongs to.'),
        can: ['retry', 'discard'],
      }),
      ended(22, 90, { sync: 'failed', can: ['retry'] }),
      ...recent.slice(1),
    ],
    sync: {
      ...synced,
      state: 'failed',
      failed: 2,
    },
  },
  'signed-out-local': {
    ...normal,
    recent: waiting('queued'),
    sync: signedOut,
    auth: { state: 'signed-out', user: null, name: null, problem: null, ways: ['name'], local: true },
  },
  'signed-out': {
    ...normal,
    recent: waiting('queued'),
    sync: signedOut,
    auth: { state: 'signed-out', user: null, name: null, problem: null, ways: ['github'], local: false },
  },
  'signing-in': {
    ...normal,
    sync: signedOut,
    auth: { state: 'signing-in', user: null, name: null, problem: null, ways: ['name'], local: true },
  },
  'signed-out-after-failure': {
    ...normal,
    recent: waiting('queued'),
    sync: signedOut,
    auth: {
      state: 'signed-out',
      user: null,
      name: null,
      problem: { kind: 'denied', code: 'access_denied', reason: 'Not a member of an admitted organization.' },
      ways: ['github'],
      local: false,
    },
  },
  'signed-out-both-ways': {
    ...normal,
    recent: waiting('queued'),
    sync: signedOut,
    auth: {
      state: 'signed-out',
      user: null,
      name: null,
      problem: null,
      ways: ['github', 'name'],
      local: true,
    },
  },
  'signing-in-with-github': {
    ...normal,
    sync: signedOut,
    auth: { state: 'signing-in', user: null, name: null, problem: null, ways: ['github'], local: false },
  },
  expired: {
    ...normal,
    recent: waiting('queued'),
    sync: signedOut,
    auth: { state: 'expired', user: 'u-1', name: 'ada', problem: null, ways: ['name'], local: true },
  },
  goal: { ...normal, dailyGoalMinutes: 240 },
  'goal-reached': { ...normal, dailyGoalMinutes: 60 },
  'nothing-open': { ...normal, current: null },
  empty: {
    ...normal,
    current: null,
    recent: [],
    days: [],
    sync: { ...signedOut, pending: 0 },
    auth: { state: 'signed-out', user: null, name: null, problem: null, ways: ['name'], local: true },
  },
  notices: {
    ...normal,
    notices: [{ kind: 'storage-failed' }, { kind: 'quarantined', count: 1 }, { kind: 'refilled', count: 12 }],
  },
  full: {
    ...normal,
    recent: Array.from({ length: 100 }, (_, index) =>
      ended(100 + index, 40 + index * 190, { number: index + 1 }),
    ),
  },
  hostile: {
    ...normal,
    current: { ...current, title: hostile, owner: 'o'.repeat(39), repo: 'r'.repeat(100), number: 1_234_567 },
    others: [
      {
        ...current,
        id: uuid(902),
        title: endless,
        state: 'paused',
        countingSince: null,
        pausedBecause: 'hidden',
        can: [],
      },
    ],
    recent: [
      ended(31, 20, { title: hostile }),
      ended(32, 40, { title: endless, owner: 'o'.repeat(39), repo: 'r'.repeat(100), number: 1_234_567 }),
      ended(33, 60, {
        title: stacked,
        sync: 'failed',
        problem: refusal(`${hostile} ${'x'.repeat(2_000)}`),
        can: ['retry', 'discard'],
      }),
      ended(34, 80, { title: '', durationSeconds: 359_999 }),
    ],
    auth: {
      state: 'valid',
      user: 'u-2',
      name: hostile.repeat(5),
      problem: null,
      ways: ['name'],
      local: true,
    },
  },
} satisfies Record<string, View>;

/** Storage in which the popup finds something that it cannot draw. */
export const unreadableViews = {
  'older-version': { ...normal, version: VIEW_VERSION - 1 },
  'newer-version': { ...normal, version: VIEW_VERSION + 1 },
  damaged: { version: VIEW_VERSION, current: 7 },
  'not-an-object': 'view',
};
