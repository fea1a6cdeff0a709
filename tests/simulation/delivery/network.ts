import type { Wire } from '../../../src/adapters/http.ts';
import type { Departure } from './departure.ts';
import type { Arrival, ModelBackend } from './model-backend.ts';
import type { RequestFault, Weather } from './plan.ts';
import type { Timeline } from './timeline.ts';

/** The way to the backend and back, with everything that happens on it. */
export interface Network extends Wire {
  isOnline: boolean;
  weather: Weather | null;
  /** Requests that left so far. */
  requests(): number;
  /** What befell them. */
  befallen: Map<string, number>;
}

interface NetworkParts {
  timeline: Timeline;
  backend: ModelBackend;
  /** The server's wall clock. */
  serverNow(): number;
  /** A number in 0..1. */
  random(): number;
  faultOf(nth: number): RequestFault | undefined;
  /** Told of every request as it leaves, and after how many ms it is given up. */
  onSent(arrival: Arrival, givenUpAfterMs: unknown): void;
}

const PAGE = '<!doctype html><title>Welcome to our network</title>';

const plain = (status: number, body: string, headers: Record<string, string> = {}): Departure => ({
  status,
  headers,
  body,
});

const edited = (departure: Departure, edit: (value: Record<string, unknown>) => unknown): Departure => ({
  ...departure,
  body: JSON.stringify(edit(JSON.parse(departure.body))),
});

const busy = (status: number, wait?: string): Departure =>
  plain(status, '', wait === undefined ? {} : { 'retry-after': wait });

/** What reaches the server, what comes back instead of its answer, and how late. */
interface Fate {
  reaches: boolean;
  twice?: 'at-once' | 'late';
  answer?: (departure: Departure) => Departure;
  /** `broken`: the connection breaks; `silent`: nothing ever comes; `drips`: the body never ends. */
  end?: 'broken' | 'silent' | 'drips';
  delayMs?: number;
}

const answered = (departure: Departure): Fate => ({ reaches: false, answer: () => departure });

const fates: Record<RequestFault, (now: number) => Fate> = {
  lost: () => ({ reaches: false, end: 'broken' }),
  'answer-lost': () => ({ reaches: true, end: 'broken' }),
  silent: () => ({ reaches: false, end: 'silent' }),
  'answer-silent': () => ({ reaches: true, end: 'silent' }),
  'answer-drips': () => ({ reaches: true, end: 'drips' }),
  doubled: () => ({ reaches: true, twice: 'at-once' }),
  'doubled-late': () => ({ reaches: true, twice: 'late' }),
  portal: () => answered(plain(200, PAGE, { 'content-type': 'text/html' })),
  redirected: () => ({ reaches: false, end: 'broken' }),
  'not-json': () => ({ reaches: true, answer: (departure) => ({ ...departure, body: 'OK' }) }),
  'other-json': () => ({ reaches: true, answer: (departure) => edited(departure, () => ({ ok: true })) }),
  'torn-json': () => ({
    reaches: true,
    answer: (departure) => ({ ...departure, body: departure.body.slice(0, departure.body.length / 2) }),
  }),
  'wrong-id': () => ({
    reaches: true,
    answer: (departure) => edited(departure, (value) => ({ ...value, session_id: '' })),
  }),
  'wrong-client-id': () => ({
    reaches: true,
    answer: (departure) =>
      edited(departure, (value) => ({
        ...value,
        client_id: '00000000-0000-7000-8000-000000000000',
        session_id: 'srv-0',
      })),
  }),
  'wrong-status': () => ({
    reaches: true,
    answer: (departure) => edited(departure, (value) => ({ ...value, status: 'paused' })),
  }),
  busy: () => answered(busy(503)),
  'busy-after-commit': () => ({ reaches: true, answer: () => busy(500) }),
  'throttled-seconds': () => answered(busy(429, '40')),
  'throttled-date': (now) => answered(busy(429, new Date(now + 60_000).toUTCString())),
  'throttled-rubbish': () => answered(busy(429, 'in a while')),
  'throttled-for-long': () => answered(busy(503, '90000')),
  'timed-out': () => answered(busy(408)),
  unauthorized: () => answered(plain(401, '{}')),
  forbidden: () => answered(plain(403, '{}')),
  missing: () => answered(plain(404, '{}')),
  'very-late': () => ({ reaches: true, delayMs: 8_000 }),
};

const weathers: Record<Weather, RequestFault> = {
  unreachable: 'lost',
  portal: 'portal',
  busy: 'busy',
  slow: 'very-late',
  throttled: 'throttled-seconds',
  forbidden: 'forbidden',
};

/** Faults that make no sense of a request for tokens: nobody sends those twice, nor lies about them so. */
const NOT_FOR_TOKENS: readonly RequestFault[] = [
  'doubled-late',
  'wrong-id',
  'wrong-client-id',
  'missing',
  'forbidden',
  'unauthorized',
];

const responseOf = ({ status, headers, body }: Departure, text: () => Promise<string>): Response =>
  ({
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    text: body === '' ? async () => '' : text,
  }) as unknown as Response;

export const createNetwork = (parts: NetworkParts): Network => {
  const { timeline, backend, serverNow, random, faultOf, onSent } = parts;
  let requests = 0;

  const fateOf = (path: string): Fate => {
    const fault = faultOf(requests) ?? (network.weather && weathers[network.weather]);
    if (!fault || (path.startsWith('/auth/') && NOT_FOR_TOKENS.includes(fault))) return { reaches: true };
    network.befallen.set(fault, (network.befallen.get(fault) ?? 0) + 1);
    return fates[fault](serverNow());
  };

  const latency = (): number => 5 + Math.floor(random() * random() * 600);

  const network: Network = {
    isOnline: true,
    weather: null,
    requests: () => requests,
    befallen: new Map(),
    timeout: (ms) => ms as unknown as AbortSignal,
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        const path = new URL(url).pathname;
        const fail = () => reject(new TypeError('Failed to fetch'));
        if (!network.isOnline) {
          fail();
          return;
        }
        requests += 1;
        const fate = fateOf(path);
        const arrival: Arrival = {
          method: init.method ?? 'GET',
          path,
          headers: (init.headers ?? {}) as Record<string, string>,
          body: String(init.body ?? ''),
        };
        onSent(arrival, init.signal);
        let onAborted = fail;
        const isUnanswered = timeline.after(init.signal as unknown as number, () => onAborted());
        const answer = (departure: Departure): void => {
          if (fate.end === 'silent') return;
          if (fate.end === 'broken') {
            isUnanswered();
            fail();
            return;
          }
          if (fate.end === 'drips') {
            const dripping = new Promise<string>((_, stop) => {
              onAborted = () => stop(new TypeError('Aborted'));
            });
            dripping.catch(() => {});
            resolve(responseOf(departure, () => dripping));
            return;
          }
          isUnanswered();
          const told = fate.answer ? fate.answer(departure) : departure;
          resolve(responseOf(told, async () => told.body));
        };
        timeline.after(latency(), () => {
          const departure = fate.reaches ? backend.handle(arrival) : plain(500, '');
          if (fate.twice === 'at-once') backend.handle(arrival);
          if (fate.twice === 'late') timeline.after(2_000 + random() * 20_000, () => backend.handle(arrival));
          timeline.after((fate.delayMs ?? 0) + latency(), () => answer(departure));
        });
      }),
  };
  return network;
};
