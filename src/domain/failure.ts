import type { EpochMs } from './time.ts';

/** Why a request was not acknowledged. What happens next depends on `kind` alone. */
export type Failure =
  /** The browser has no network. Nothing was charged. */
  | { kind: 'offline' }
  /** The network or the server did not answer, or not within 10 s. */
  | { kind: 'unreachable' }
  /** 408, 429 or 5xx. `until` is what `Retry-After` asked for. */
  | { kind: 'busy'; status: number; until: EpochMs | null }
  /** A success that is not what it claims to be, as a captive portal gives. */
  | { kind: 'unintelligible' }
  /** 401: the token, not the item, was refused. */
  | { kind: 'unauthorized' }
  /** 404: the server does not know the session. */
  | { kind: 'missing' }
  /** 410: the session was deleted elsewhere. */
  | { kind: 'gone' }
  /** Any other refusal. `reason` is the server's, for a person to read. */
  | { kind: 'refused'; status: number; code: string; reason: string };

/** Whether the same request may succeed later without anybody doing anything. */
export const isTransient = ({ kind }: Failure): boolean =>
  kind === 'unreachable' || kind === 'busy' || kind === 'unintelligible';

/** One sentence about a failure, for a person. */
export const describeFailure = (failure: Failure): string => {
  switch (failure.kind) {
    case 'offline':
      return 'There is no network.';
    case 'unreachable':
      return 'The server could not be reached.';
    case 'busy':
      return `The server is busy (${failure.status}).`;
    case 'unintelligible':
      return 'Something other than the server answered. A network sign-in page, perhaps.';
    case 'unauthorized':
      return 'The sign-in is no longer valid.';
    case 'missing':
      return 'The server does not know this session.';
    case 'gone':
      return 'The session was deleted elsewhere.';
    case 'refused':
      return failure.reason;
  }
};
