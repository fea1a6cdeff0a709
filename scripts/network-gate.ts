import { createConnection, createServer, type Server, type Socket } from 'node:net';

/**
 * What a connection meets at the gate: `open` passes it on, `refused` has nobody listening, `reset` breaks it off at once,
 * `silent` accepts it and never answers, `deaf` hands requests on and swallows the answers.
 */
export type GateState = 'open' | 'refused' | 'reset' | 'silent' | 'deaf';

/** A TCP door before a server, on its own loopback port, that can play a network in any mood. */
export type NetworkGate = {
  readonly port: number;
  /** Connections that have arrived, whatever they met. */
  readonly arrivals: number;
  set(state: GateState): Promise<void>;
  /** Leads to another port from now on, as after a restart of the server behind: open connections break. */
  lead(targetPort: number): void;
  stop(): Promise<void>;
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Opens a gate to `targetPort`. It rejects with code `EADDRINUSE` when `port` is taken; port 0 takes a free one. */
export async function openGate(targetPort: number, port = 0): Promise<NetworkGate> {
  let target = targetPort;
  let state: GateState = 'open';
  let arrivals = 0;
  let server: Server;
  const sockets = new Set<Socket>();

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Either end may break off; closing both is all there is to do about it.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const arrive = (socket: Socket): void => {
    arrivals += 1;
    keep(socket);
    if (state === 'reset') socket.resetAndDestroy();
    if (state !== 'open' && state !== 'deaf') return;
    const inner = keep(createConnection({ port: target, host: '127.0.0.1' }));
    socket.pipe(inner);
    if (state === 'open') inner.pipe(socket);
    else inner.resume();
    socket.once('close', () => inner.destroy());
    // A clean end still has bytes to hand on; only a broken connection breaks the other half.
    inner.once('close', (broken) => (broken ? socket.destroy() : socket.end()));
  };
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      breakAll();
      server.close(() => resolve());
    });

  server = createServer(arrive);
  const ownPort = await listen(server, port);
  return {
    port: ownPort,
    get arrivals() {
      return arrivals;
    },
    async set(next) {
      const wasShut = state === 'refused' || !server.listening;
      state = next;
      if (next === 'refused') {
        if (server.listening) await close();
      } else if (wasShut) {
        server = createServer(arrive);
        await listen(server, ownPort);
      }
      if (next !== 'open') breakAll();
    },
    lead(next) {
      target = next;
      breakAll();
    },
    async stop() {
      if (server.listening) await close();
    },
  };
}
