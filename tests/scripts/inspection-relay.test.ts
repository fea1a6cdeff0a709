import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { EXTENSION_ID } from '../../contract/src/extension-identity.ts';
import { createLines } from '../../scripts/inspection-lines.ts';
import { type InspectionRelay, startInspectionRelay } from '../../scripts/inspection-relay.ts';
import type { Report } from '../../scripts/inspection-report.ts';

const extension = `chrome-extension://${EXTENSION_ID}`;

const spoken: Report[] = [
  { type: '@xstate.actor', sessionId: 'auth', snapshot: { value: { reauth: 'signingIn' } } },
  { type: '@xstate.event', sessionId: 'store', event: { type: 'commit', number: 4, moved: ['auth'] } },
  {
    type: '@xstate.snapshot',
    sessionId: 'auth',
    event: { type: 'signIn.succeeded' },
    snapshot: { status: 'active', value: 'valid' },
  },
];

async function startRelay(): Promise<{ relay: InspectionRelay; heard: Report[]; life: boolean[] }> {
  const heard: Report[] = [];
  const life: boolean[] = [];
  const relay = await startInspectionRelay({
    onReport: (report) => void heard.push(report),
    onWorker: (isRunning) => void life.push(isRunning),
  });
  onTestFinished(() => relay.stop());
  return { relay, heard, life };
}

/** A connection as `origin` makes it, with the messages that it gets. Rejects where the relay refuses it. */
async function connect(url: string, origin: string): Promise<{ socket: WebSocket; received: unknown[] }> {
  const socket = new WebSocket(url, { origin });
  const received: unknown[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data))));
  await once(socket, 'open');
  return { socket, received };
}

const viewerUrl = (relay: InspectionRelay): string => `${relay.pageUrl.replace('http', 'ws')}viewer`;
const pageOrigin = (relay: InspectionRelay): string => new URL(relay.pageUrl).origin;

it('what a worker says reaches the listener and every page, those that come later too', async () => {
  const { relay, heard, life } = await startRelay();
  const early = await connect(viewerUrl(relay), pageOrigin(relay));
  const worker = await connect(relay.workerUrl, extension);
  for (const report of spoken) worker.socket.send(JSON.stringify(report));
  await expect.poll(() => early.received).toEqual(spoken);
  const late = await connect(viewerUrl(relay), pageOrigin(relay));
  await expect.poll(() => late.received).toEqual(spoken);
  expect(heard).toEqual(spoken);
  worker.socket.close();
  await expect.poll(() => life).toEqual([true, false]);
});

it('what is no report is passed over, and the connection goes on', async () => {
  const { relay, heard } = await startRelay();
  const worker = await connect(relay.workerUrl, extension);
  for (const text of ['', '{', '5', '{"type":"@xstate.event"}', '{"type":"other","sessionId":"auth"}'])
    worker.socket.send(text);
  worker.socket.send(JSON.stringify(spoken[1]));
  await expect.poll(() => heard).toEqual([spoken[1]]);
});

it('a page of a stranger can neither speak nor listen', async () => {
  const { relay } = await startRelay();
  await expect(connect(relay.workerUrl, 'https://evil.example')).rejects.toThrow('403');
  await expect(connect(relay.workerUrl, pageOrigin(relay))).rejects.toThrow('403');
  await expect(connect(viewerUrl(relay), 'https://evil.example')).rejects.toThrow('403');
  await expect(connect(viewerUrl(relay), extension)).rejects.toThrow('403');
});

it('the page is served, to this machine by its own address only', async () => {
  const { relay } = await startRelay();
  expect(await (await fetch(relay.pageUrl)).text()).toContain('Stately inspector');
  expect(
    (await fetch(relay.pageUrl.replace('127.0.0.1', 'localhost')).catch(() => undefined))?.status,
  ).not.toBe(200);
});

it('a relay that is stopped leaves nobody connected', async () => {
  const { relay } = await startRelay();
  const { socket } = await connect(relay.workerUrl, extension);
  const closed = once(socket, 'close');
  await relay.stop();
  await closed;
});

it('each event is a line with its cause and the way it led, and each effect and deadline one below', () => {
  const now = new Date(2026, 0, 5, 9, 30, 0).getTime();
  const lines = createLines(() => now);
  const print = (reports: readonly Report[]): string[] => reports.flatMap((report) => lines(report));
  expect(print(spoken)).toEqual(['09:30:00  commit 4', '  auth  signIn.succeeded  reauth.signingIn → valid']);
  expect(
    print([
      { type: '@xstate.actor', sessionId: 'syncItem 1', snapshot: {} },
      {
        type: '@xstate.snapshot',
        sessionId: 'syncItem 1',
        event: { type: 'made', kind: 'session.start' },
        snapshot: { status: 'active', value: 'queued' },
      },
      {
        type: '@xstate.snapshot',
        sessionId: 'syncItem 1',
        event: { type: 'push.failed', failure: { kind: 'unreachable' } },
        snapshot: { status: 'active', value: { failed: 'exhausted' } },
      },
      { type: '@xstate.event', sessionId: 'outside', event: { type: 'effect.push', params: null } },
      { type: '@xstate.event', sessionId: 'wake', event: { type: 'deadline.set', due: now + 4_000 } },
      { type: '@xstate.event', sessionId: 'wake', event: { type: 'deadline.cleared' } },
    ]),
  ).toEqual([
    '  syncItem 1  made (session.start)  new → queued',
    '  syncItem 1  push.failed (unreachable)  queued → failed.exhausted',
    '      owes push',
    '      due at 09:30:04, in 4.0 s',
    '      no deadline any more',
  ]);
});
