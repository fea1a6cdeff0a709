import { beforeEach, describe, expect, test } from 'vitest';
import { REPORTS_A_SECOND } from '../../src/background/flood-gate.ts';
import { createRouter, type Sender } from '../../src/background/router.ts';
import { parsePullRequest } from '../../src/domain/pull-request.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import { Command } from '../../src/messages/commands.ts';

const id = 'inlfbopiakfdcnhjdijijmpmhjibfgbc';
const own = `chrome-extension://${id}`;
const address = 'https://github.com/acme/rocket/pull/7';
const tab = { id: 7, url: address, incognito: false } as chrome.tabs.Tab;

let now = 1_800_000_000_000;
/** All that the router let through. */
let done: unknown[] = [];
let route: ReturnType<typeof createRouter>;
beforeEach(() => {
  done = [];
  route = createRouter({
    extensionId: id,
    clock: { now: () => toEpochMs(now) },
    worktime: {
      command: async (command) => {
        done.push(command);
        return { ok: true };
      },
      take: async (fact) => void done.push(fact),
      networkChanged: async () => {},
      recognize: (url) => parsePullRequest(url, ['github.com']),
      sensorRules: () => ({ idleAfterMs: 60_000, checkpointInMs: 60_000 }),
    },
  });
});

const types = Command.options.map((option) => option.entries.type.literal);
const uuid = '01931c5e-8a00-7000-8000-000000000004';
const samples: Record<string, unknown> = {
  START_SESSION: { repo_owner: 'acme', repo_name: 'rocket', pr_number: 7 },
  PAUSE_SESSION: { id: uuid },
  RESUME_SESSION: { id: uuid },
  RETRY_SESSION: { id: uuid },
  DISCARD_SESSION: { id: uuid },
  CORRECT_SESSION: { id: uuid, duration_seconds: 5 },
  DELETE_SESSION: { id: uuid },
  RESTORE_SESSION: { id: uuid },
  SPLIT_SESSION: { id: uuid, at: '2026-03-02T09:00:00Z' },
  COUNT_GAP: { gaps: [{ id: uuid, start: 1 }] },
  LEAVE_GAP: { gaps: [{ id: uuid, start: 1 }] },
  SIGN_IN_LOCALLY: { login: 'ada' },
  REVOKE_SIGN_IN: { id: uuid },
  EXCLUDE_REPOSITORY: { owner: 'acme', repo: 'rocket' },
  CHANGE_SETTINGS: { trackingEnabled: false },
  IMPORT_DATA: { sessions: [] },
  LOAD_STATS: { days: 7 },
  LOAD_HISTORY: { limit: 10, offset: 0 },
};
const review = samples.START_SESSION as object;
const messageOf = (type: string): unknown => ({ type, ...(type in samples ? { data: samples[type] } : {}) });
const report = {
  type: 'ATTENTION',
  data: { visible: true, inputAt: 1, online: true, title: 'Fix the valve' },
};

const page = (path: string, more: Partial<Sender> = {}): Sender => ({
  id,
  origin: own,
  url: `${own}/${path}`,
  ...more,
});
const sensor: Sender = {
  id,
  origin: 'https://github.com',
  url: address,
  tab,
  frameId: 0,
  documentLifecycle: 'active',
};

const ownPages: [name: string, sender: Sender][] = [
  ['the popup', page('src/ui/popup/popup.html', { documentLifecycle: 'active' })],
  ['the side panel', page('src/ui/panel/panel.html')],
  ['the options in a tab', page('src/ui/options/options.html', { tab, frameId: 0 })],
  [
    'the history in a tab',
    page('src/ui/history/history.html', { tab, frameId: 0, documentLifecycle: 'active' }),
  ],
  ['the welcome page in a tab', page('src/ui/welcome/welcome.html', { tab, frameId: 0 })],
];

const strangers: [name: string, sender: Sender][] = [
  ['nobody', {}],
  ['a page of the web', { origin: 'https://github.com', url: address }],
  ['a page of the web that claims the origin', { origin: own, url: address }],
  ['another extension', { id: 'a'.repeat(32), origin: `chrome-extension://${'a'.repeat(32)}` }],
  ['another extension that claims the origin', { id: 'a'.repeat(32), origin: own, url: `${own}/popup.html` }],
  ['another extension that claims the id', { id, origin: `chrome-extension://${'a'.repeat(32)}` }],
  ['a host that begins alike', { id, origin: `${own}.evil`, url: `${own}.evil/popup.html` }],
  ['an address without an origin', { id, url: `${own}/popup.html` }],
  ['a sandboxed page', page('popup.html', { origin: 'null' })],
  ['an own page in a frame of another', page('popup.html', { tab, frameId: 3 })],
  [
    'an own page that is prerendered',
    page('popup.html', { tab, frameId: 0, documentLifecycle: 'prerender' }),
  ],
  ['a sub-frame', { ...sensor, frameId: 4 }],
  ['a frame without a number', { id, origin: 'https://github.com', url: address, tab }],
  ['a page that is prerendered', { ...sensor, documentLifecycle: 'prerender' }],
  ['a page in the back/forward cache', { ...sensor, documentLifecycle: 'cached' }],
  ['an incognito tab', { ...sensor, tab: { ...tab, incognito: true } }],
  ['a content script without a tab', { id, origin: 'https://github.com', url: address, frameId: 0 }],
  ['a content script on another host', { ...sensor, origin: 'https://evil.example' }],
];

describe.each(types)('%s', (type) => {
  test.each(ownPages)('is taken from %s', async (_, sender) => {
    const message = messageOf(type);
    expect(await route(message, sender)).toEqual({ ok: true });
    expect(done).toEqual([message]);
  });

  test.each([...strangers, ['the sensor of a page', sensor] as const])(
    'is refused from %s',
    async (_, sender) => {
      expect(await route(messageOf(type), sender)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
      expect(done).toEqual([]);
    },
  );
});

describe('a report of attention', () => {
  test('is taken from the sensor of a page, about the tab that the browser names', async () => {
    expect(await route(report, sensor)).toMatchObject({ ok: true, watch: true });
    expect(done).toMatchObject([{ tabId: 7 }]);
  });

  test.each([...strangers, ...ownPages])('is refused from %s', async (_, sender) => {
    expect(await route(report, sender)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(done).toEqual([]);
  });

  test('of a page without a pull request is not wanted', async () => {
    const elsewhere = { ...sensor, tab: { ...tab, url: 'https://github.com/acme' } };
    expect(await route(report, elsewhere)).toEqual({ ok: true, watch: false });
    expect(done).toEqual([]);
  });

  test.each([
    ['with a tab of its own choice', { ...report, data: { ...report.data, tabId: 8 } }],
    ['with a pull request of its own choice', { ...report, data: { ...report.data, url: address } }],
    ['with words for numbers', { ...report, data: { ...report.data, inputAt: '1' } }],
    ['with numbers for truth', { ...report, data: { ...report.data, visible: 1 } }],
    ['of the past before all time', { ...report, data: { ...report.data, inputAt: -1 } }],
    ['with a title of a megabyte', { ...report, data: { ...report.data, title: 'x'.repeat(1_000_000) } }],
    [
      'with a prototype',
      JSON.parse(JSON.stringify(report).replace('"data":{', '"data":{"__proto__":{"a":1},')),
    ],
  ])('%s is refused', async (_, message) => {
    expect(await route(message, sensor)).toMatchObject({ ok: false });
    expect(done).toEqual([]);
  });

  test('is listened to so many times a second from each tab, and again in the next second', async () => {
    const flood = Array.from({ length: 10_000 }, () => route(report, sensor));
    const answers = await Promise.all(flood);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(REPORTS_A_SECOND);
    expect(done).toHaveLength(REPORTS_A_SECOND);
    expect(await route(report, { ...sensor, tab: { ...tab, id: 8 } })).toMatchObject({ ok: true });
    now += 1_000;
    expect(await route(report, sensor)).toMatchObject({ ok: true });
  });
});

const popup = page('src/ui/popup/popup.html');
const polluted = (text: string): unknown => JSON.parse(text);

describe('from an own page, too', () => {
  test.each<[name: string, message: unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', 'SYNC_NOW'],
    ['a list', ['SYNC_NOW']],
    ['no type', {}],
    ['a type that is unknown', { type: 'NO_SUCH_TYPE' }],
    ['a type that every object has', { type: 'toString' }],
    ['a type in another case', { type: 'sync_now' }],
    ['a type that is a list', { type: ['SYNC_NOW'] }],
    ['a number in words', { type: 'LOAD_STATS', data: { days: '7' } }],
    ['a truth in words', { type: 'CHANGE_SETTINGS', data: { trackingEnabled: 'false' } }],
    ['a list for a text', { type: 'SIGN_IN_LOCALLY', data: { login: ['ada'] } }],
    ['what is not a number', { type: 'LOAD_STATS', data: { days: Number.NaN } }],
    ['a field too many', { type: 'SYNC_NOW', data: { force: true } }],
    ['a field too many beside', { type: 'SYNC_NOW', token: 'x' }],
    ['a prototype', polluted('{"type":"SYNC_NOW","__proto__":{"isAdmin":true}}')],
    [
      'a prototype within',
      polluted('{"type":"CHANGE_SETTINGS","data":{"__proto__":{"trackingEnabled":false}}}'),
    ],
    ['a constructor', polluted('{"type":"SYNC_NOW","constructor":{"prototype":{"isAdmin":true}}}')],
    ['only a prototype', polluted('{"__proto__":{"type":"SYNC_NOW"}}')],
    ['a name of two parts', { type: 'START_SESSION', data: { ...review, repo_owner: '../..' } }],
    ['a blank name', { type: 'START_SESSION', data: { ...review, repo_name: ' \n' } }],
    [
      'a megabyte of blanks',
      { type: 'START_SESSION', data: { ...review, repo_name: ' '.repeat(1_000_000) } },
    ],
    ['a megabyte', { type: 'SIGN_IN_LOCALLY', data: { login: 'x'.repeat(1_000_000) } }],
    ['a megabyte of the wrong type', { type: 'LOAD_STATS', data: { days: 'x'.repeat(1_000_000) } }],
    ['a megabyte for a type', { type: 'x'.repeat(1_000_000) }],
  ])('%s is malformed, changes nothing, and is not sent back', async (_, message) => {
    const reply = await route(message, popup);
    expect(reply).toMatchObject({ ok: false, error: { code: 'malformed', message: expect.any(String) } });
    expect(JSON.stringify(reply).length).toBeLessThan(1_000);
    expect(done).toEqual([]);
    expect(({} as Record<string, unknown>).isAdmin).toBe(undefined);
  });

  test('ten thousand malformed messages at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 10_000 }, (_, n) => route({ type: n }, popup)));
    expect(answers.filter(({ ok }) => ok)).toEqual([]);
    expect(done).toEqual([]);
  });
});
