import { Agent, request } from 'node:http';

/** Requests under way at once. */
export const CONCURRENCY = 4;

/** One request, and the status that it must be answered with. */
export interface Call {
  method: 'GET' | 'PATCH' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  expected: number;
}

/** Sends requests over connections that are kept. */
export interface Load {
  /** Sends one request and answers the body. */
  send(call: Call): Promise<string>;
  /** Sends all, {@link CONCURRENCY} or so many at once, and answers the milliseconds that it took. */
  sendAll(calls: readonly Call[], atOnce?: number): Promise<number>;
  /** Sends all and answers requests a second. */
  throughput(calls: readonly Call[]): Promise<number>;
  stop(): void;
}

/** Opens connections as they are needed. One that the server closed while it lay idle is replaced. */
export const openLoad = (): Load => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY * 2 });
  const send: Load['send'] = (call) =>
    new Promise((resolve, reject) => {
      const { method, url, headers, body, expected } = call;
      const outgoing = request(url, { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === expected) resolve(text);
          else reject(new Error(`${method} ${url} answered ${response.statusCode}: ${text.slice(0, 200)}`));
        });
      });
      outgoing.once('error', (error) => {
        if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') resolve(send(call));
        else reject(error);
      });
      outgoing.end(body);
    });
  const sendAll: Load['sendAll'] = async (calls, atOnce = CONCURRENCY) => {
    const waiting = calls.values();
    const began = performance.now();
    const walk = async (): Promise<void> => {
      for (const call of waiting) await send(call);
    };
    await Promise.all(Array.from({ length: atOnce }, walk));
    return performance.now() - began;
  };
  return {
    send,
    sendAll,
    throughput: async (calls) => (calls.length * 1000) / (await sendAll(calls)),
    stop: () => agent.destroy(),
  };
};
