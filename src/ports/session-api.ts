import type { Failure } from '../domain/failure.ts';

/** The answer to a request: what was asked for, or why not. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What the backend is told of a session's start. */
export interface StartBody {
  client_id: string;
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  pr_title?: string;
  host: string;
  start_time: string;
  time_zone: string;
}

/** What the backend is told of a session's end. */
export interface EndBody {
  end_time: string;
  duration_seconds: number;
  intervals?: [start: string, end: string][];
}

/** One session of a batch: its start, and its end where it has ended. */
export type BatchEntry = StartBody & Partial<EndBody>;

/** What the backend says of itself. `epoch` names one unbroken life of its data; `null` where it says nothing of it. */
export interface BackendInfo {
  features: string[];
  epoch: string | null;
}

/** What a person has corrected of a session; what is absent stays as it is. */
export interface CorrectionBody {
  start_time?: string;
  end_time?: string;
  duration_seconds?: number;
}

/** The backend's sessions. Every call is safe to repeat, and gives up after 10 s. */
export interface SessionApi {
  /** Answers the backend's id of the session. */
  start(body: StartBody, token: string): Promise<Answer<string>>;
  /** Answers the same id, once the ending is stored. */
  end(backendId: string, key: string, body: EndBody, token: string): Promise<Answer<string>>;
  /** Answers the same id, once the correction is stored. */
  correct(backendId: string, key: string, body: CorrectionBody, token: string): Promise<Answer<string>>;
  /** Deletes a session for good. One that is not there is missing or gone. */
  remove(backendId: string, token: string): Promise<Answer<null>>;
  /**
   * Tells of many sessions at once, of at most 100 in at most 256 KB. Answers the backend's id of each, or why not, by
   * `client_id`; one that is absent was not answered for.
   */
  batch(entries: readonly BatchEntry[], token: string): Promise<Answer<ReadonlyMap<string, Answer<string>>>>;
  /** Whether the backend is there, and what it offers. */
  health(): Promise<Answer<BackendInfo>>;
}
