import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { initialTransition } from 'xstate';
import type { Report } from '../../scripts/inspection-report.ts';
import { readReport } from '../../scripts/inspection-report.ts';
import type { Instance } from '../../src/background/charts.ts';
import type { Change } from '../../src/background/decide.ts';
import { inspectOver } from '../../src/background/inspection.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import { machines } from '../../src/machines/index.ts';

const at = toEpochMs(Date.UTC(2026, 0, 5, 9));
const secrets = ['secret-access', 'secret-refresh', 'A confidential change'];

const authIn = (value: unknown, owed: Instance['owed'] = []): Instance => {
  const [{ context }] = initialTransition(machines.auth.machine);
  return { chart: 'auth', id: 'auth', value, context: { ...context, dueAt: null }, owed };
};

const signedIn: Change = {
  before: authIn({ reauth: 'signingIn' }),
  after: authIn('valid'),
  event: {
    type: 'signIn.succeeded',
    id: 'first',
    name: 'ada',
    at,
    user: 'ada',
    expiresAt: toEpochMs(at + 900_000),
    refreshable: true,
    tokens: { authToken: 'secret-access', tokenExpiry: at, refreshToken: 'secret-refresh' },
  },
};

const itemIn = (value: string, dueAt: number | null): Instance => ({
  chart: 'syncItem',
  id: 'item-1',
  value,
  context: { userId: 'ada', attempts: 0, nextAttemptAt: dueAt, lastError: null, whole: false },
  owed: [],
});

/** Observes over a real socket, and answers with all that arrived at its other end. */
async function overSocket(changes: readonly Change[][]): Promise<{ reports: Report[]; wire: string }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  const wire: string[] = [];
  server.on('connection', (socket) => socket.on('message', (data) => wire.push(String(data))));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const observe = inspectOver(`ws://127.0.0.1:${port}`);
  for (const change of changes) observe(change);
  observe([{ before: null, after: itemIn('queued', null), event: null }]);
  await expect.poll(() => wire.at(-1)).toContain('"made"');
  return { reports: wire.flatMap((text) => readReport(text) ?? []), wire: wire.join('\n') };
}

const eventsFor = (reports: readonly Report[], sessionId: string) =>
  reports.flatMap((report) =>
    report.type === '@xstate.event' && report.sessionId === sessionId ? [report.event] : [],
  );

it('tokens and titles stay in the worker, wherever an event, a context or an effect holds them', async () => {
  const revoke = { id: 'e1', type: 'revoke', params: { refreshToken: 'secret-refresh' } };
  const opening = {
    at,
    inputAt: at,
    input: 'look' as const,
    tabId: 1,
    title: 'A confidential change',
    sessionId: 's1',
    userId: null,
    timeZone: 'UTC',
  };
  const rules = { idleAfterMs: 1, endAfterIdleMs: 1, checkpointMs: 1 };
  const session: Instance = {
    chart: 'session',
    id: 'github.com/acme/rocket/7',
    value: { active: 'counting' },
    context: { log: { id: 's1', title: 'A confidential change' }, dueAt: at },
    owed: [],
  };
  const { wire } = await overSocket([
    [signedIn],
    [{ before: authIn('valid'), after: authIn({ reauth: 'signedOut' }, [revoke]), event: null }],
    [{ before: null, after: session, event: { type: 'attention.gained', ...opening, rules } }],
  ]);
  expect(wire).toContain('signIn.succeeded');
  expect(wire).toContain('effect.revoke');
  expect(wire).toContain('attention.gained');
  for (const secret of secrets) expect(wire).not.toContain(secret);
});

it('an instance is introduced with its machine and its former state before its first event', async () => {
  const { reports } = await overSocket([[signedIn], [signedIn]]);
  const auth = reports.filter(({ sessionId }) => sessionId === 'auth');
  expect(auth.map(({ type }) => type)).toEqual([
    '@xstate.actor',
    '@xstate.event',
    '@xstate.snapshot',
    '@xstate.event',
    '@xstate.snapshot',
  ]);
  expect(auth[0]).toMatchObject({ name: 'auth', snapshot: { value: { reauth: 'signingIn' } } });
  expect(JSON.parse(String(auth[0]?.definition))).toMatchObject({ id: 'auth', initial: 'reauth' });
});

it('a commit tells what it moved, the effects that are owed since and the deadlines that changed', async () => {
  const push = { id: 'e2', type: 'push', params: null };
  const { reports } = await overSocket([
    [
      {
        before: itemIn('retrying', at),
        after: itemIn('queued', null),
        event: { type: 'deadline.reached', at },
      },
    ],
    [
      {
        before: itemIn('queued', null),
        after: { ...itemIn('sending', null), owed: [push] },
        event: { type: 'push.started', at },
      },
    ],
  ]);
  expect(eventsFor(reports, 'store').slice(0, 2)).toEqual([
    { type: 'commit', number: 1, moved: ['syncItem item-1'] },
    { type: 'commit', number: 2, moved: ['syncItem item-1'] },
  ]);
  expect(eventsFor(reports, 'wake')).toEqual([{ type: 'deadline.cleared' }]);
  expect(eventsFor(reports, 'outside')).toEqual([{ type: 'effect.push', params: null }]);
});

it('an instance that is no longer kept is told to its final state', async () => {
  const { reports } = await overSocket([
    [
      {
        before: itemIn('sending', null),
        after: null,
        event: { type: 'push.acknowledged', at, backendId: 'b1' },
        reached: 'synced',
      },
    ],
  ]);
  const end = reports.find((report) => report.type === '@xstate.snapshot');
  expect(end?.snapshot).toMatchObject({ status: 'done', value: 'synced' });
});
