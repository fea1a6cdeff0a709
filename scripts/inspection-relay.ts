import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { EXTENSION_ID } from '../contract/src/extension-identity.ts';
import { inspectionPage } from './inspection-page.ts';
import { type Report, readReport } from './inspection-report.ts';

/** A local door between an inspected worker and whoever looks on. */
export type InspectionRelay = {
  /** Where the page is that shows the Stately inspector. */
  readonly pageUrl: string;
  /** What the inspected build is made with, as `VITE_INSPECT`. */
  readonly workerUrl: string;
  stop(): Promise<void>;
};

/** Whom the relay tells what it hears. */
export type Listener = {
  onReport(report: Report): void;
  /** Called when a worker has started or stopped. */
  onWorker(isRunning: boolean): void;
};

/** Reports that are kept for a page that is opened later. */
const KEPT = 2_000;

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Starts the relay on a free port, on loopback only. It takes reports from the extension alone, and gives them to its
 * own page alone: the page of a stranger can neither listen nor speak.
 */
export async function startInspectionRelay({ onReport, onWorker }: Listener): Promise<InspectionRelay> {
  const kept: string[] = [];
  const viewers = new Set<WebSocket>();
  const workers = new WebSocketServer({ noServer: true, maxPayload: MAX_BYTES });
  const pages = new WebSocketServer({ noServer: true, maxPayload: 1024 });

  workers.on('connection', (socket) => {
    onWorker(true);
    socket.on('close', () => onWorker(false));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const text = String(data);
      const report = readReport(text);
      if (report === undefined) return;
      onReport(report);
      kept.push(text);
      if (kept.length > KEPT) kept.shift();
      for (const viewer of viewers) viewer.send(text);
    });
  });
  pages.on('connection', (socket) => {
    viewers.add(socket);
    socket.on('close', () => viewers.delete(socket));
    socket.on('error', () => socket.terminate());
    for (const text of kept) socket.send(text);
  });

  const server = createServer((request, response) => {
    const found = request.url === '/' && request.headers.host === host;
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(found ? inspectionPage : 'Nothing is here.');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

  const partyOf = ({ url, headers }: IncomingMessage): WebSocketServer | undefined => {
    if (headers.host !== host) return undefined;
    if (url === '/worker' && headers.origin === `chrome-extension://${EXTENSION_ID}`) return workers;
    return url === '/viewer' && headers.origin === `http://${host}` ? pages : undefined;
  };
  server.on('upgrade', (request, socket, head) => {
    const party = partyOf(request);
    if (party === undefined) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else party.handleUpgrade(request, socket, head, (opened) => party.emit('connection', opened, request));
  });

  return {
    pageUrl: `http://${host}/`,
    workerUrl: `ws://${host}/worker`,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of [...workers.clients, ...pages.clients]) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
