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
  /** What is stored of the session cannot be read, so that there is nothing to send. */
  | { kind: 'unreadable' }
  /** Any other refusal. `reason` is the server's, for a person to read. */
  | { kind: 'refused'; status: number; code: string; reason: string };

/** Whether the same request may succeed later without anybody doing anything. */
export const isTransient = ({ kind }: Failure): boolean =>
  kind === 'unreachable' || kind === 'busy' || kind === 'unintelligible';
